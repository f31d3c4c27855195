import { createHmac } from 'node:crypto';
import { postWebhook } from '../webhook-post.js';
import { type Delivery, WebhookSender } from '../webhook-sender.js';
import { statusOf } from './requests.js';
import type { ExternalApiRows, ExternalApiState } from './rows.js';

/** It gives up after so many attempts: about a quarter of an hour. */
const MOST_ATTEMPTS = 20;

/** Where callbacks go, and what they are signed with. */
export interface CallbackTarget {
  url: string;
  secret: string;
}

/** Tells by callbacks what became of asynchronous requests, each signed anew at every attempt. */
export function createCallbackSender(
  state: ExternalApiState,
  { url, secret }: CallbackTarget,
  log: (message: string, fields: Record<string, unknown>) => void,
): WebhookSender<ExternalApiRows> {
  const courier = {
    async post({ id }: Delivery, stopped: AbortSignal) {
      const request = state.table('request').get(id);
      if (!request) return undefined; // too old to be remembered
      // A timer may go off a little before its time, and then the request would not be done yet.
      const body = JSON.stringify(statusOf(request, Math.max(Date.now(), request.done * 1000)));
      const timestamp = String(Math.floor(Date.now() / 1000));
      const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Webhook-Signature': `sha256=${digest}`,
        'X-Webhook-Timestamp': timestamp,
      };
      return postWebhook({ url, headers, body }, stopped);
    },
    givesUp: ({ attempts }: Delivery) => attempts >= MOST_ATTEMPTS,
  };
  return new WebhookSender(state, courier, log);
}
