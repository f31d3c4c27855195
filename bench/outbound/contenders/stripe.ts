import { Stripe } from 'stripe';
import type { Contender, Target } from './contender.js';

/** Stripe's own SDK with its own defaults: two retries, a key of its own for each POST, kept-alive connections. */
export function open({ url, deadlineMs }: Target): Contender {
  const { hostname, port } = new URL(url);
  const stripe = new Stripe('sk_test_bench', { protocol: 'http', host: hostname, port, timeout: deadlineMs });
  return {
    read: async (id) => (await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })).id,
    create: async (name) => {
      const params = { amount: 1099, currency: 'usd', description: name };
      return (await stripe.paymentIntents.create(params)).description ?? '';
    },
  };
}
