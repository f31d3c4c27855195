import { stripeEvent } from '../support/stripe-webhooks.js';

const TYPES = [
  'payment_intent.succeeded',
  'charge.updated',
  'customer.updated',
  'invoice.paid',
  'charge.refunded',
] as const;
/** Few enough that the events of a key meet, many enough that lines run beside each other. */
const KEYS = 20;
const NOON = 1_790_000_000;

/** Events for all handlers under test, about a few things, sent in another order than they happened. */
export function mixedLoad(count: number, random: () => number): string[] {
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, () =>
    stripeEvent(TYPES[below(TYPES.length)], {
      created: NOON + below(count),
      data: { object: { id: `key_${below(KEYS)}`, metadata: {} } },
    }),
  );
}
