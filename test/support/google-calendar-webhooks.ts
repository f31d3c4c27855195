import type { WebhookSigner } from './webhook-signer.js';

const TOKENS = ['398348u3tu83ut8uu38-ours', 'a-token-of-somebody-else'] as const;

export const googleCalendarSigner: WebhookSigner = {
  provider: 'google-calendar',
  environment: { GOOGLE_CHANNEL_TOKENS: TOKENS[0] },
  secrets: TOKENS,
  signatureHeader: 'X-Goog-Channel-Token',
  coversBody: false,
  coversTime: false,
  // All is in the headers; Google's body is empty.
  sign: ({ secret = TOKENS[0], body = Buffer.alloc(0) } = {}) => ({
    headers: notificationHeaders(secret),
    body,
  }),
};

let sequence = 0;

/** A message of a channel; every call has a number of its own. */
export function notificationHeaders(
  token: string = TOKENS[0],
  headers: Record<string, string> = {},
): Record<string, string> {
  sequence += 1;
  return {
    'Content-Type': 'application/json; utf-8',
    'X-Goog-Channel-ID': `4ba78bf0-6a47-11e2-bcfd-${process.pid}`,
    'X-Goog-Channel-Token': token,
    'X-Goog-Channel-Expiration': 'Tue, 29 Dec 2026 01:13:52 GMT',
    'X-Goog-Resource-ID': 'ret08u3rv24htgh289g',
    'X-Goog-Resource-URI':
      'https://www.googleapis.com/calendar/v3/calendars/my_calendar@example.com/events?alt=json',
    'X-Goog-Resource-State': 'exists',
    'X-Goog-Message-Number': String(sequence),
    ...headers,
  };
}
