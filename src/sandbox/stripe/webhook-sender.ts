import { postWebhook } from '../webhook-post.js';
import { type Delivery, WebhookSender } from '../webhook-sender.js';
import type { Event } from './objects.js';
import type { Rows, State } from './state.js';
import { signatureHeader } from './webhook-signature.js';

/** As long as Stripe goes on in live mode. */
const GIVE_UP_AFTER_SECONDS = 3 * 86_400;

/** Where events go, and how they are signed. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** Delivers events, signed anew at every attempt. */
export function createWebhookSender(
  state: State,
  { url, secret }: WebhookTarget,
  log: (message: string, fields: Record<string, unknown>) => void,
): WebhookSender<Rows> {
  const eventOf = ({ id }: Delivery): Event | undefined => state.table('event').get(id);
  const courier = {
    async post(delivery: Delivery, stopped: AbortSignal) {
      const event = eventOf(delivery);
      if (!event) return undefined; // too old to be remembered
      const now = Math.floor(Date.now() / 1000);
      const body = JSON.stringify(event, null, 2);
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': signatureHeader(body, secret, now),
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      };
      return postWebhook({ url, headers, body }, stopped);
    },
    givesUp: (delivery: Delivery) =>
      (eventOf(delivery)?.created ?? 0) + GIVE_UP_AFTER_SECONDS < Date.now() / 1000,
    delivered(delivery: Delivery) {
      const event = eventOf(delivery);
      if (event) state.put('event', { ...event, pending_webhooks: 0 });
    },
  };
  return new WebhookSender(state, courier, log);
}
