import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import { ResponseFormatError } from '../../contracts/errors.js';
import type { EventLog, WebhookEnvelope } from '../../contracts/webhooks.js';
import { EventLogFacet } from '../../platform/facets/facets.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';
import { toEnvelope } from './stripe.webhooks.js';

/** Types in one question. */
const MAX_TYPES = 20;

/** Events in one answer. */
const PAGE_SIZE = 100;

const thinPage = z.object({
  data: z.array(z.looseObject({})),
  /** Path and query. */
  next_page_url: z.string().nullish(),
});

/**
 * Stripe's log of events, which goes back 30 days: snapshots, and the thin events of API v2.
 * @see https://docs.stripe.com/api/events/list
 * @see https://docs.stripe.com/api/v2/core/events/list
 */
@Injectable()
@EventLogFacet('stripe')
export class StripeEventLog implements EventLog {
  constructor(
    @Inject(stripeConfig.token) private readonly config: StripeConfig,
    private readonly client: StripeClient,
  ) {}

  get configured(): boolean {
    return this.config.secretKey !== undefined;
  }

  /** @throws NotConfiguredError without STRIPE_SECRET_KEY; whatever else a call to Stripe throws, on any page */
  async *events(
    since: Date,
    types: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<WebhookEnvelope, void> {
    for (const group of groups(types.filter((type) => !isThin(type)))) {
      yield* this.snapshots(since, group, signal);
    }
    for (const group of groups(types.filter(isThin))) yield* this.thinEvents(since, group, signal);
  }

  private async *snapshots(
    since: Date,
    types: string[],
    signal: AbortSignal,
  ): AsyncGenerator<WebhookEnvelope> {
    const created = { gte: Math.floor(since.getTime() / 1000) };
    let after: string | undefined;
    for (;;) {
      const params: Stripe.EventListParams = {
        created,
        types,
        limit: PAGE_SIZE,
        ...(after && { starting_after: after }),
      };
      const page = await this.client.perform('events.list', { signal }, (stripe) =>
        stripe.call('/v1/events', (sdk) => sdk.events.list(params)),
      );
      yield* page.data.map(filed);
      after = page.data.at(-1)?.id;
      if (!page.has_more || !after) return;
    }
  }

  private async *thinEvents(
    since: Date,
    types: string[],
    signal: AbortSignal,
  ): AsyncGenerator<WebhookEnvelope> {
    // The SDK takes these bounds for numbers, but this list wants times in words.
    const query = new URLSearchParams({ 'created[gte]': since.toISOString(), limit: String(PAGE_SIZE) });
    for (const [index, type] of types.entries()) query.set(`types[${index}]`, type);
    let next: string | null | undefined = `/v2/core/events?${query.toString()}`;
    while (next) {
      const path = next;
      const page = await this.client.perform('events.list', { signal }, async (stripe) => {
        const answer = await stripe.call('/v2/core/events', (sdk) => sdk.rawRequest('GET', path));
        const { data, error } = thinPage.safeParse(answer);
        if (data) return data;
        const message = 'Stripe answered the list of events in a form that it does not document.';
        throw new ResponseFormatError(message, { ...stripe.describe(), cause: error });
      });
      yield* page.data.map(filed);
      next = page.next_page_url;
    }
  }
}

/** `v1.billing.meter.error_report_triggered`, `v2.core.account.created`; snapshots have no version in their names. */
function isThin(type: string): boolean {
  return /^v\d+\./.test(type);
}

function* groups(types: readonly string[]): Generator<string[]> {
  for (let from = 0; from < types.length; from += MAX_TYPES) yield types.slice(from, from + MAX_TYPES);
}

function filed(event: object): WebhookEnvelope {
  return toEnvelope(Buffer.from(JSON.stringify(event)));
}
