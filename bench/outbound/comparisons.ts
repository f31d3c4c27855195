import type { Callers } from './callers.js';
import { measuredCall, type MeasuredCall } from './measured-call.js';

/** The same call made without Hookline and with it. */
export interface Comparison {
  bare: string;
  ours: string;
  /** Both, as made by these callers. */
  calls(callers: Callers): { bare: MeasuredCall; ours: MeasuredCall };
}

export const COMPARISONS: readonly Comparison[] = [
  {
    bare: 'GET, undici alone',
    ours: 'GET, the road',
    calls: ({ provider, undici, hookline }) => ({
      bare: measuredCall(provider, undici, (durationMs) => undici.ask('get', durationMs)),
      ours: measuredCall(provider, hookline, (durationMs) => hookline.ask('get', durationMs)),
    }),
  },
  {
    bare: 'POST, undici alone',
    ours: 'POST, the road',
    calls: ({ provider, undici, hookline }) => ({
      bare: measuredCall(provider, undici, (durationMs) => undici.ask('post', durationMs)),
      ours: measuredCall(provider, hookline, (durationMs) => hookline.ask('post', durationMs)),
    }),
  },
  {
    bare: 'Stripe payment, stripe-node alone',
    ours: 'Stripe payment, getPayment on the road',
    calls: ({ provider, stripe, hookline }) => ({
      bare: measuredCall(provider, stripe, (durationMs) => stripe.ask('payment', durationMs)),
      ours: measuredCall(provider, hookline, (durationMs) => hookline.ask('payment', durationMs)),
    }),
  },
];
