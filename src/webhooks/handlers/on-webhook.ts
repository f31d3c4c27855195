import type { WebhookEvent, WebhookProvider, WebhookType } from '../../contracts/webhooks.js';
import type { Transaction } from '../../platform/database/prisma.service.js';

/** What every handler gets beside its event. */
interface HandlerWork {
  /**
   * The transaction that also marks the event as processed by this handler: what is written through it happens once.
   * Effects outside of it (an e-mail, a call) happen at least once; calls made on the road carry an idempotency key
   * derived from event and handler, so that the provider sees a repeat for what it is.
   */
  tx: Transaction;
  /** Aborts when the handler's time is up or the service stops. */
  signal: AbortSignal;
}

/** What a handler gets. */
export interface WebhookContext<P extends WebhookProvider, T extends WebhookType<P>> extends HandlerWork {
  event: WebhookEvent<P, T>;
}

/** What a handler with `batch` gets: one event at least, in the order in which they arrived. */
export interface WebhookBatchContext<
  P extends WebhookProvider,
  T extends WebhookType<P>,
> extends HandlerWork {
  events: readonly WebhookEvent<P, T>[];
}

/** Names what an event is about, such as the id of the order. Pure and quick; `orderBy` runs while a sender waits. */
export type WebhookKey<P extends WebhookProvider, T extends WebhookType<P>> = (
  event: Omit<WebhookEvent<P, T>, 'attempt'>,
) => string;

interface AnyHandlerOptions {
  /** Waits before each further attempt, in ms; after the last: dead letter. @default nine attempts over about a day */
  retryDelaysMs?: readonly number[];
  /** How long one run may take, in ms, 1 to 600,000. @default 30,000 */
  timeoutMs?: number;
  /**
   * Leaves the handler out, instead of refusing the start, as long as the provider has no secret to verify its webhooks
   * with.
   * @default false
   */
  optional?: boolean;
}

/** How a handler takes its events, one by one. */
export interface WebhookHandlerOptions<
  P extends WebhookProvider,
  T extends WebhookType<P>,
> extends AnyHandlerOptions {
  /**
   * Events of one key are handled one after the other, as they arrived. One that fails holds back those behind it until
   * it succeeds or rests in the dead letter.
   */
  orderBy?: WebhookKey<P, T>;
  /**
   * The newest event of a key wins, by the provider's time: one that is older than the last applied is marked
   * `superseded` instead of being handled. Events of one key never run at the same time.
   */
  newestBy?: WebhookKey<P, T>;
  batch?: never;
}

/** How a handler takes its events many at a time. */
export interface WebhookBatchOptions extends AnyHandlerOptions {
  /**
   * How many events it takes at once at most, 2 to 1,000, in one transaction. When it throws, the batch is halved until
   * the failing event stands alone and is retried alone.
   */
  batch: number;
  orderBy?: never;
  newestBy?: never;
}

/** One `@OnWebhook` on a method, as it was written. The key functions take the event that its type says. */
export interface WebhookSubscription extends AnyHandlerOptions {
  provider: string;
  type: string;
  orderBy?: (event: never) => string;
  newestBy?: (event: never) => string;
  batch?: number;
}

type Marks<Context> = <Handler extends (context: Context) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

const SUBSCRIPTIONS = Symbol('hookline:webhook-subscriptions');

/**
 * Marks a method of any Nest provider as a handler: `@OnWebhook('stripe', 'payment_intent.succeeded')`. It is called
 * with a {@link WebhookContext} whose payload has that event's type, and awaited; when it throws, it is tried again
 * with growing delays, then rests in the dead letter. May be put on one method several times.
 */
export function OnWebhook<const P extends WebhookProvider, const T extends WebhookType<P>>(
  provider: P,
  type: T,
  options?: WebhookHandlerOptions<P, T>,
): Marks<WebhookContext<P, T>>;
/** Marks a method that takes many events at a time: `@OnWebhook('stripe', 'invoice.paid', { batch: 100 })`. */
export function OnWebhook<const P extends WebhookProvider, const T extends WebhookType<P>>(
  provider: P,
  type: T,
  options: WebhookBatchOptions,
): Marks<WebhookBatchContext<P, T>>;
export function OnWebhook(provider: string, type: string, options: Partial<WebhookSubscription> = {}) {
  return (_target: object, _method: string | symbol, descriptor: PropertyDescriptor): void => {
    const method: unknown = descriptor.value;
    if (typeof method !== 'function') throw new TypeError('@OnWebhook() belongs on a method.');
    const others = webhookSubscriptions(method);
    Reflect.defineMetadata(SUBSCRIPTIONS, [...others, { ...options, provider, type }], method);
  };
}

/** The subscriptions of a method; empty when it is not a handler. */
export function webhookSubscriptions(method: object): readonly WebhookSubscription[] {
  return (Reflect.getMetadata(SUBSCRIPTIONS, method) as WebhookSubscription[] | undefined) ?? [];
}
