import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import { StripeClient } from '../stripe.client.js';

/**
 * What Stripe sends of a thin event: that something happened, and to what, but not how things stand.
 * @see https://docs.stripe.com/event-destinations#thin-events
 */
export const thinNotification = z.object({
  object: z.literal('v2.core.event'),
  id: z.string(),
  /** The connected account or the organisation that it happened in. */
  context: z.string().nullish(),
});

/** The event as it lies at Stripe, without the SDK's own means to call from it. */
export type ThinEvent = WithoutMethods<Stripe.V2.Core.Event>;

type WithoutMethods<Event> = Event extends unknown ? Omit<Event, 'fetchRelatedObject'> : never;

/** Events of Stripe's API v2, which arrive thin and are fetched whole. */
@Injectable()
export class StripeThinEvents {
  constructor(private readonly client: StripeClient) {}

  /**
   * The whole event, as GET /v2/core/events/:id has it; Stripe keeps it for 30 days.
   * @throws NotConfiguredError without STRIPE_SECRET_KEY; IntegrationError for whatever Stripe refuses
   */
  fetch({ id, context }: z.output<typeof thinNotification>, signal: AbortSignal): Promise<ThinEvent> {
    return this.client.perform('events.get', { signal }, (stripe) =>
      stripe.call('/v2/core/events/:id', async (sdk) => {
        const options = context ? { stripeContext: context } : {};
        return withoutMethods(await sdk.v2.core.events.retrieve(id, {}, options));
      }),
    );
  }
}

/** The SDK's `fetchRelatedObject` would call outside of any operation; `StripeClient.perform` is the way. */
function withoutMethods(event: Stripe.V2.Core.Event): ThinEvent {
  const { fetchRelatedObject: _ownMeans, ...data } = { fetchRelatedObject: undefined, ...event };
  return data;
}
