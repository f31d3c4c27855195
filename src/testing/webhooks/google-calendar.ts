import { randomUUID } from 'node:crypto';
import type { WebhookType } from '../../contracts/webhooks.js';
import { secretOf, type WebhookMaker } from './webhook-maker.js';

const WEEK_MS = 7 * 86_400_000;

/** What a notification can say otherwise. All of it is in headers; the body is empty. */
export interface GoogleCalendarWishes {
  /** @default one of its own */
  channelId?: string;
  /** @default 1 of `sync`, else the next of the process */
  messageNumber?: number;
  /** @default 'primary' */
  calendarId?: string;
  /** @default 'testing-resource' */
  resourceId?: string;
}

let messages = 1;

/** Google Calendar: a token says who sends, and nothing is signed. @see https://developers.google.com/workspace/calendar/api/guides/push */
export const googleCalendar: WebhookMaker = {
  types: ['sync', 'exists', 'not_exists'] satisfies WebhookType<'google-calendar'>[],
  make(state, wishes: GoogleCalendarWishes, signing) {
    const { channelId = randomUUID(), calendarId = 'primary', resourceId = 'testing-resource' } = wishes;
    const { messageNumber = state === 'sync' ? 1 : (messages += 1) } = wishes;
    const path = `/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`;
    return {
      headers: {
        'Content-Type': 'application/json; utf-8',
        'User-Agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
        'X-Goog-Channel-ID': channelId,
        'X-Goog-Channel-Token': secretOf(signing, 'GOOGLE_CHANNEL_TOKENS'),
        'X-Goog-Channel-Expiration': new Date(signing.at.getTime() + WEEK_MS).toUTCString(),
        'X-Goog-Resource-ID': resourceId,
        'X-Goog-Resource-URI': `https://www.googleapis.com${path}?alt=json`,
        'X-Goog-Resource-State': state,
        'X-Goog-Message-Number': String(messageNumber),
      },
      body: Buffer.alloc(0),
    };
  },
};
