import type { WebhookEvent, WebhookProvider, WebhookType } from '../contracts/webhooks.js';
import type { Transaction } from '../platform/database/prisma.service.js';

/** What a handler gets. */
export interface WebhookContext<P extends WebhookProvider, T extends WebhookType<P>> {
  event: WebhookEvent<P, T>;
  /**
   * The transaction that also marks the event as processed by this handler: what is written through it happens once.
   * Effects outside of it (an e-mail, a call) happen at least once.
   */
  tx: Transaction;
  /** Aborts when the handler's time is up or the service stops. */
  signal: AbortSignal;
}

/** One `@OnWebhook` on a method. */
export interface WebhookSubscription {
  provider: string;
  type: string;
}

const SUBSCRIPTIONS = Symbol('hookline:webhook-subscriptions');

/**
 * Marks a method of any Nest provider as a handler: `@OnWebhook('stripe', 'payment_intent.succeeded')`. It is called
 * with a {@link WebhookContext} whose payload has that event's type, and awaited; when it throws, it is tried again
 * with growing delays, then rests in the dead letter. May be put on one method several times.
 */
export function OnWebhook<const P extends WebhookProvider, const T extends WebhookType<P>>(
  provider: P,
  type: T,
) {
  return <Handler extends (context: WebhookContext<P, T>) => unknown>(
    _target: object,
    _method: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    if (!descriptor.value) throw new TypeError('@OnWebhook() belongs on a method.');
    const others = webhookSubscriptions(descriptor.value);
    Reflect.defineMetadata(SUBSCRIPTIONS, [...others, { provider, type }], descriptor.value);
  };
}

/** The subscriptions of a method; empty when it is not a handler. */
export function webhookSubscriptions(method: object): readonly WebhookSubscription[] {
  return (Reflect.getMetadata(SUBSCRIPTIONS, method) as WebhookSubscription[] | undefined) ?? [];
}
