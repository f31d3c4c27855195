import { Stripe } from 'stripe';
import { answer, processorTimeMs } from '../answers.js';
import { callFor } from './calls.js';

/** Stripe's own SDK with its own defaults. */
const { hostname, port } = new URL(process.env.PROVIDER_URL ?? '');
const stripe = new Stripe('sk_test_bench', { protocol: 'http', host: hostname, port });

async function payment(): Promise<void> {
  const { status } = await stripe.paymentIntents.retrieve('pi_bench', { expand: ['latest_charge'] });
  if (status !== 'succeeded') throw new Error(`The payment is ${status}.`);
}

export const answers = answer({
  payment: (durationMs: number) => callFor(durationMs, payment),
  timeMs: processorTimeMs,
});
