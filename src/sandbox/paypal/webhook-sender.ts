import { postWebhook } from '../webhook-post.js';
import { WebhookSender } from '../webhook-sender.js';
import type { World } from './endpoint.js';
import { bodyOf } from './events.js';
import type { Delivery, Rows } from './state.js';
import { ALGORITHM, certificateUrl } from './webhook-signature.js';

/** PayPal tries for three days. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/** Delivers events, each under the same id and signature at every attempt. */
export function createWebhookSender(
  { state, baseUrl }: World,
  url: string,
  log: (message: string, fields: Record<string, unknown>) => void,
): WebhookSender<Rows> {
  const courier = {
    async post({ id, transmission }: Delivery, stopped: AbortSignal) {
      const stored = state.table('event').get(id);
      if (!stored) return undefined; // too old to be remembered
      const headers = {
        'Content-Type': 'application/json',
        'User-Agent': 'PayPal/AUHD-214.0-58456034',
        'PayPal-Transmission-Id': transmission.id,
        'PayPal-Transmission-Time': transmission.time,
        'PayPal-Transmission-Sig': transmission.signature,
        'PayPal-Cert-Url': certificateUrl(baseUrl),
        'PayPal-Auth-Algo': ALGORITHM,
      };
      return postWebhook({ url, headers, body: bodyOf(stored.event) }, stopped);
    },
    givesUp: ({ transmission }: Delivery) => Date.parse(transmission.time) + GIVE_UP_AFTER_MS < Date.now(),
  };
  return new WebhookSender(state, courier, log);
}
