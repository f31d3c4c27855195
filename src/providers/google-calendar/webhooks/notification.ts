import { z } from 'zod';
import { MalformedWebhookError, type WebhookHeaders } from '../../../contracts/webhooks.js';

/** What a message of a channel says. Nobody signed it. */
export interface GoogleCalendarNotification {
  channelId: string;
  /** Grows from message to message of a channel, in steps of any size; 1 is the `sync` message. */
  messageNumber: number;
  /** `sync`: the channel begins. `exists`: something changed. `not_exists`: the resource is gone. */
  state: 'sync' | 'exists' | 'not_exists';
  /** Google's id of what is watched, the same for every channel on it. */
  resourceId: string;
  /** The calendar whose events are watched: an e-mail address, mostly. */
  calendarId: string;
  /** The kinds of events that are watched, where the channel names some; otherwise all. */
  eventTypes: string[];
  /** When the channel ends, if it does. */
  expiresAt: Date | undefined;
}

const EVENTS_PATH = /^\/calendar\/v3\/calendars\/([^/]+)\/events$/;

const headersOfMessage = z.object({
  'x-goog-channel-id': z.string().regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable characters'),
  'x-goog-message-number': z
    .string()
    .regex(/^\d{1,15}$/, 'must be a number')
    .transform(Number),
  'x-goog-resource-state': z.enum(['sync', 'exists', 'not_exists']),
  'x-goog-resource-id': z.string().min(1),
  'x-goog-resource-uri': z.string().transform(readResourceUri),
  'x-goog-channel-expiration': z.string().optional(),
});

/**
 * Reads a message. All of it is in its headers; the body is empty.
 * @throws MalformedWebhookError for anything else, channels on settings and lists of calendars among it
 * @see https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
 */
export function readNotification(headers: WebhookHeaders): GoogleCalendarNotification {
  const result = headersOfMessage.safeParse(headers);
  if (!result.success) {
    const issues = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
    throw new MalformedWebhookError(
      'VALIDATION_ERROR',
      `The token is ours, but this is not a message about a calendar's events: ${issues}.`,
    );
  }
  const message = result.data;
  const expiresAt = new Date(message['x-goog-channel-expiration'] ?? Number.NaN);
  return {
    channelId: message['x-goog-channel-id'],
    messageNumber: message['x-goog-message-number'],
    state: message['x-goog-resource-state'],
    resourceId: message['x-goog-resource-id'],
    ...message['x-goog-resource-uri'],
    expiresAt: Number.isNaN(expiresAt.getTime()) ? undefined : expiresAt,
  };
}

/** What of the address may be believed: which calendar, and which kinds of events. Never its host. */
function readResourceUri(uri: string, context: z.RefinementCtx) {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const calendarId = decode(EVENTS_PATH.exec(url?.pathname ?? '')?.[1]);
  if (url && calendarId) return { calendarId, eventTypes: url.searchParams.getAll('eventTypes') };
  context.addIssue({
    code: 'custom',
    message: "must be a calendar's events (other channels are not read: stop this one)",
  });
  return z.NEVER;
}

function decode(segment: string | undefined): string | undefined {
  try {
    return segment && decodeURIComponent(segment);
  } catch {
    return undefined; // broken percent-encoding: no calendar of Google's
  }
}
