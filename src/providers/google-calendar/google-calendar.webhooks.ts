import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { actingForWebhook } from '../../connections/providers/webhook-account.js';
import { NotFoundError } from '../../contracts/errors.js';
import {
  InvalidSignatureError,
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { matchesAny } from '../../webhooks/verification/signatures.js';
import { GoogleCalendarChanges } from './webhooks/changes.js';
import { googleCalendarConfig, type GoogleCalendarConfig } from './google-calendar.config.js';
import type { GoogleCalendarEvent } from './events/event-mapping.js';
import { readNotification, type GoogleCalendarNotification } from './webhooks/notification.js';

/** What handlers get: `events` changed around the notification, deleted ones too, in no order, some of them again. */
interface Payloads {
  /** A channel begins. */
  sync: { notification: GoogleCalendarNotification };
  /** Events were made, changed or deleted. */
  exists: { notification: GoogleCalendarNotification; events: GoogleCalendarEvent[] };
  /** The calendar is said to be gone; `events` is `null` when it is, or is no longer shared with us. */
  not_exists: { notification: GoogleCalendarNotification; events: GoogleCalendarEvent[] | null };
}

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    'google-calendar': Payloads;
  }
}

/**
 * How long before its arrival a notification may have been due, in ms: Google's own delay, and its further attempts
 * while we could not be reached. Too much only tells of an event once more; too little would leave one out.
 */
const LOOK_BACK_MS = 15 * 60_000;

/**
 * Push notifications of Google Calendar. A token in a header is all that proves them, and they say only that something
 * changed, so that handlers are given what Google's API says.
 * @see https://developers.google.com/workspace/calendar/api/guides/push
 */
@Injectable()
@WebhookSourceFacet('google-calendar')
export class GoogleCalendarWebhooks implements WebhookSource {
  readonly secretVariable = 'GOOGLE_CHANNEL_TOKENS';

  constructor(
    @Inject(googleCalendarConfig.token) private readonly config: GoogleCalendarConfig,
    private readonly changes: GoogleCalendarChanges,
    @Inject(Connections) private readonly connections: Pick<Connections, 'get'>,
  ) {}

  get secrets(): readonly string[] {
    return this.config.channelTokens;
  }

  verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): readonly WebhookEnvelope[] {
    const token = requiredHeader(headers, 'X-Goog-Channel-Token');
    if (!matchesAny([digest(token)], secrets.map(digest))) {
      throw new InvalidSignatureError('mismatch', 'The X-Goog-Channel-Token header is no token of ours.');
    }
    const { channelId, messageNumber, state } = readNotification(headers);
    return [{ externalId: `${channelId}:${messageNumber}`, type: state, occurredAt: undefined, rawBody }];
  }

  /** As much of the payload as is there without asking: enough to order events by their channel or calendar. */
  parse({ headers }: StoredWebhook): { notification: GoogleCalendarNotification } {
    return { notification: readNotification(headers) };
  }

  /** @throws whatever {@link GoogleCalendarChanges.since} throws, unless the calendar is gone and said to be */
  async fetchState(event: StoredWebhook, signal: AbortSignal): Promise<Payloads[keyof Payloads]> {
    const { notification } = this.parse(event);
    if (notification.state === 'sync') return { notification };
    const since = new Date(event.receivedAt.getTime() - LOOK_BACK_MS);
    const acting = await actingForWebhook('google-calendar', event, this.connections);
    try {
      return { notification, events: await this.changes.since(notification, since, { ...acting, signal }) };
    } catch (error) {
      if (notification.state === 'not_exists' && error instanceof NotFoundError) {
        return { notification, events: null };
      }
      throw error;
    }
  }
}

/** Equal lengths for a comparison in constant time. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
