import type { World } from './endpoint.js';
import { newEventId } from './ids.js';
import type { PayPalEvent } from './objects.js';
import { signTransmission } from './webhook-signature.js';

/** What has happened to what. */
export interface Happening {
  /** `PAYMENT.CAPTURE.COMPLETED` */
  type: string;
  /** `capture` */
  resourceType: string;
  /** For people. */
  summary: string;
  /** The object as it is now. */
  resource: object;
}

let latest = 0;

/** Now in milliseconds, and later than at any call before: the list of events is paged by this time. */
function nextMoment(): number {
  latest = Math.max(latest + 1, Date.now());
  return latest;
}

/** Notes that something happened, to be listed and, where there is a webhook, to be delivered. */
export function recordEvent(world: World, { type, resourceType, summary, resource }: Happening): void {
  const { state, baseUrl } = world;
  const id = newEventId();
  const moment = nextMoment();
  const self = `${baseUrl}/v1/notifications/webhooks-events/${id}`;
  const event: PayPalEvent = {
    id,
    event_version: '1.0',
    create_time: new Date(moment).toISOString(),
    resource_type: resourceType,
    resource_version: '2.0',
    event_type: type,
    summary,
    resource,
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/resend`, rel: 'resend', method: 'POST' },
    ],
  };
  state.put('event', { id, event, created: Math.floor(moment / 1000) });
  deliverEvent(world, event);
}

/** Has an event delivered, once more where that has been done; nothing happens without a webhook. */
export function deliverEvent({ state, webhookId, sendsWebhooks }: World, event: PayPalEvent): void {
  if (!sendsWebhooks) return;
  const transmission = signTransmission(state, webhookId, bodyOf(event));
  state.put('delivery', { id: event.id, transmission, attempts: 0, nextAttemptAt: Date.now() });
}

/** An event as it is delivered, the same to the byte at every attempt: the signature covers it. */
export function bodyOf(event: PayPalEvent): string {
  return JSON.stringify(event);
}
