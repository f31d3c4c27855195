import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { OutcomeFinding, OutcomeResolver, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';
import { StripeClient, type StripeOperation } from './stripe.client.js';
import { referenceOf } from './payments/reference.js';

/** Nest token of how long after a call was given up Stripe may still carry it out, in ms. */
export const LATE_REQUEST_MS = Symbol('LATE_REQUEST_MS');

/** Stripe names no limit; its own SDK waits 80 s for an answer (`DEFAULT_TIMEOUT` of stripe-node). */
export const DEFAULT_LATE_REQUEST_MS = 300_000;

/** How far our clock and Stripe's may be apart, in ms: as far as the signatures of its webhooks allow. */
const CLOCK_SKEW_MS = 300_000;

/** How long one look may take, in ms. */
const LOOK_TIMEOUT_MS = 120_000;

/** The largest page that Stripe gives, and how many of them one look reads. */
const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** What one look shows. `absent`: not there, but a request that is still on its way could bring it. */
type Sighting = Exclude<OutcomeFinding, { status: 'unknown' }> | { status: 'absent' };
type Look = (outcome: UnknownOutcomeRecord, stripe: StripeOperation) => Promise<Sighting>;

interface ListParams {
  limit: number;
  created: Stripe.RangeQueryParam;
  starting_after?: string;
}

const page = z.object({
  data: z.array(z.object({ id: z.string(), metadata: z.record(z.string(), z.string()).nullish() })),
  has_more: z.boolean(),
});

const payment = z.object({ id: z.string(), status: z.string() });

/** How to look for what became of a call, by the endpoint that it went to. */
const LOOKS = new Map<string, Look>([
  ['/v1/payment_intents', created((sdk, params) => sdk.paymentIntents.list(params))],
  ['/v1/refunds', created((sdk, params) => sdk.refunds.list(params))],
  ['/v1/checkout/sessions', created((sdk, params) => sdk.checkout.sessions.list(params))],
  ['/v1/customers', created((sdk, params) => sdk.customers.list(params))],
  ['/v1/payment_intents/:id/capture', changed({ leadsTo: 'succeeded', ruledOutBy: 'canceled' })],
  ['/v1/payment_intents/:id/cancel', changed({ leadsTo: 'canceled', ruledOutBy: 'succeeded' })],
]);

/** Finds out at Stripe what became of a call whose answer was lost. */
@Injectable()
@OutcomeResolverFacet('stripe')
export class StripeOutcomes implements OutcomeResolver {
  constructor(
    private readonly client: StripeClient,
    @Inject(LATE_REQUEST_MS) private readonly lateRequestMs: number,
  ) {}

  async resolve(outcome: UnknownOutcomeRecord, signal: AbortSignal): Promise<OutcomeFinding> {
    const look = LOOKS.get(outcome.endpoint);
    if (!look) return { status: 'unknown' };
    const { connectionId, givenUpAt } = outcome;
    const mayStillHappen = Date.now() <= givenUpAt.getTime() + this.lateRequestMs;
    const options = { signal, timeoutMs: LOOK_TIMEOUT_MS, ...(connectionId && { connectionId }) };
    const sighting = await this.client.perform('outcomes.resolve', options, (stripe) =>
      look(outcome, stripe),
    );
    if (sighting.status !== 'absent') return sighting;
    return { status: mayStillHappen ? 'unknown' : 'not_happened' };
  }
}

/**
 * Looks for an object by our reference among those that were made around the time of the call. Not by Stripe's search,
 * which lags behind by a minute or more.
 * @see https://docs.stripe.com/search#data-freshness
 */
function created(list: (sdk: Stripe, params: ListParams) => Promise<unknown>): Look {
  return async ({ endpoint, reference, sentAt, givenUpAt }, stripe) => {
    if (!reference)
      throw new Error('It was made without a reference of ours, so that it cannot be told from others.');
    const params: ListParams = { limit: PAGE_SIZE, created: timesBetween(sentAt, givenUpAt) };
    for (let pages = 1; pages <= MAX_PAGES; pages += 1) {
      const { data, has_more } = page.parse(await stripe.call(endpoint, (sdk) => list(sdk, { ...params })));
      const found = data.find((object) => referenceOf(object).reference === reference);
      if (found) return { status: 'happened', objectId: found.id };
      const last = data.at(-1);
      if (!has_more || !last) return { status: 'absent' };
      params.starting_after = last.id;
    }
    throw new Error(
      `More than ${MAX_PAGES * PAGE_SIZE} objects were made around that time: too many to look through.`,
    );
  };
}

/** Looks whether a payment is in the state that the call leads to, or in one from which nothing leads there. */
function changed({ leadsTo, ruledOutBy }: { leadsTo: string; ruledOutBy: string }): Look {
  return async ({ path }, stripe) => {
    const [, , , id = ''] = path.split('/');
    const intent = await stripe.call('/v1/payment_intents/:id', (sdk) => sdk.paymentIntents.retrieve(id));
    const { status } = payment.parse(intent);
    if (status === leadsTo) return { status: 'happened', objectId: id };
    return { status: status === ruledOutBy ? 'not_happened' : 'absent' };
  };
}

/** Stripe counts whole seconds, by its own clock. */
function timesBetween(sentAt: Date, givenUpAt: Date): Stripe.RangeQueryParam {
  return {
    gte: Math.floor((sentAt.getTime() - CLOCK_SKEW_MS) / 1000),
    lte: Math.ceil((givenUpAt.getTime() + DEFAULT_LATE_REQUEST_MS + CLOCK_SKEW_MS) / 1000),
  };
}
