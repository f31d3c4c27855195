import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { actingForWebhook } from '../../../connections/providers/webhook-account.js';
import { ValidationError } from '../../../contracts/errors.js';
import type { StoredWebhook } from '../../../contracts/webhooks.js';
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

type ThinNotification = z.output<typeof thinNotification>;

/** Where an event came in: at our own address, or at that of an account. */
type Origin = Pick<StoredWebhook, 'connectionId'>;

/** Events of Stripe's API v2, which arrive thin and are fetched whole. */
@Injectable()
export class StripeThinEvents {
  constructor(
    private readonly client: StripeClient,
    @Inject(Connections) private readonly connections: Pick<Connections, 'get' | 'credential'>,
  ) {}

  /**
   * The whole event, as GET /v2/core/events/:id has it; Stripe keeps it for 30 days.
   * @throws NotFoundError when it came for an account that is not connected; ValidationError when it names another one
   * @throws NotConfiguredError without STRIPE_SECRET_KEY; IntegrationError for whatever Stripe refuses
   */
  async fetch(thin: ThinNotification, origin: Origin, signal: AbortSignal): Promise<ThinEvent> {
    const stripeContext = await this.contextOf(thin, origin);
    return this.client.perform('events.get', { signal }, (stripe) =>
      stripe.call('/v2/core/events/:id', async (sdk) => {
        const options = stripeContext ? { stripeContext } : {};
        return withoutMethods(await sdk.v2.core.events.retrieve(thin.id, {}, options));
      }),
    );
  }

  /**
   * The platform's key reads every connected account, so the payload says which only where Stripe signed it for us. At
   * an account's address its owner may have written it, and it is read as that account or not at all.
   */
  private async contextOf({ context }: ThinNotification, origin: Origin): Promise<string | undefined> {
    const { connectionId } = await actingForWebhook('stripe', origin, this.connections);
    if (connectionId === undefined) return context ?? undefined;
    const { account } = await this.connections.credential(connectionId, 'stripe');
    if (!context || context === account.id) return account.id;
    const about = { provider: 'stripe', operation: 'events.get' };
    const issue = `must be ${account.id}, the account of the connection that the event came for`;
    throw new ValidationError(`The event is not of the account that it came for: context ${issue}.`, about, [
      { field: 'context', issue },
    ]);
  }
}

/** The SDK's `fetchRelatedObject` would call outside of any operation; `StripeClient.perform` is the way. */
function withoutMethods(event: Stripe.V2.Core.Event): ThinEvent {
  const { fetchRelatedObject: _ownMeans, ...data } = { fetchRelatedObject: undefined, ...event };
  return data;
}
