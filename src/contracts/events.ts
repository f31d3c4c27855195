/** Webhooks out: what a product publishes, and to whom it goes. */

/** Something that happened in the product. */
export interface NewEvent {
  /** What happened: letters, digits, `_` and `-` in parts joined by dots, at most 128 characters: `order.paid`. */
  readonly type: string;
  /** The product's customer whose endpoints hear of it. */
  readonly tenant: string;
  /** JSON. With all versions at most `EVENT_MAX_BYTES` (256 KiB) when it is written as text. */
  readonly data: unknown;
  /** What it is about, in the product's words: `order_42`. Endpoints that are ordered get the events of one in order. */
  readonly subject?: string;
  /** The data as older API versions have it, by version, for endpoints that are set to one. */
  readonly versions?: Readonly<Record<string, unknown>>;
  /** A second event of the tenant under the same key is the first one. 1 to 255 printable ASCII characters. */
  readonly idempotencyKey?: string;
}

/** An event that is stored, together with its deliveries. */
export interface PublishedEventReceipt {
  /** The `webhook-id` of all its attempts. */
  readonly id: string;
  readonly type: string;
  readonly tenant: string;
  readonly subject: string | null;
  readonly createdAt: Date;
  /** Endpoints that it goes to. */
  readonly deliveries: number;
  /** Whether it was there already, under the same idempotency key. */
  readonly duplicate: boolean;
}

/**
 * The product's own Prisma transaction, on the database that Hookline uses. Any Prisma client will do, whatever schema it
 * was generated from.
 */
export interface EventTransaction {
  $queryRawUnsafe<Rows = unknown>(query: string, ...values: unknown[]): PromiseLike<Rows>;
}

export type EndpointDisabledReason = 'by_hand' | 'gone' | 'failing';
export type EndpointOwnership = 'vouched' | 'unproved' | 'proved';
export type EndpointPayload = 'full' | 'thin';

/** An address that gets a tenant's events, without its secrets. */
export interface Endpoint {
  readonly id: string;
  readonly tenant: string;
  readonly url: string;
  readonly description: string;
  /** `order.paid`, `order.*` or `*`. */
  readonly eventTypes: readonly string[];
  /** While it is not, no event is stored for it; what waits, waits. */
  readonly enabled: boolean;
  readonly disabledReason: EndpointDisabledReason | null;
  readonly disabledAt: Date | null;
  /** While it is, its events wait. */
  readonly paused: boolean;
  /** An `unproved` one gets nothing but the ping that it has to answer. */
  readonly ownership: EndpointOwnership;
  readonly apiVersion: string | null;
  readonly payload: EndpointPayload;
  readonly ordered: boolean;
  readonly plainSignature: boolean;
  /** Deliveries a minute; null without a limit. */
  readonly rateLimit: number | null;
  /** The names of its own headers; their values never come out again. */
  readonly headerNames: readonly string[];
  /** Since when every attempt has failed. */
  readonly failingSince: Date | null;
  /** It asked to be left alone until then. */
  readonly heldUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An endpoint that is wanted. */
export interface NewEndpoint {
  readonly tenant: string;
  /** https; http only for loopback in development. Never into a private network. */
  readonly url: string;
  /** @default every type */
  readonly eventTypes?: readonly string[];
  readonly description?: string;
  /** @default true */
  readonly enabled?: boolean;
  readonly apiVersion?: string | null;
  /** @default full */
  readonly payload?: EndpointPayload;
  /** @default false */
  readonly ordered?: boolean;
  /** @default false */
  readonly plainSignature?: boolean;
  /** Deliveries a minute. @default no limit */
  readonly rateLimit?: number | null;
  /** Sent with every delivery, such as an `Authorization` that the receiver asks for. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `whsec_` and 24 to 64 bytes in base64, where it moves here from elsewhere. @default a new one */
  readonly secret?: string;
  /** Whether it has to echo a challenge before it gets any event: where a stranger has entered the URL. @default false */
  readonly proveOwnership?: boolean;
}

/** What is to be different; what is left out stays. */
export interface EndpointChanges extends Partial<Omit<NewEndpoint, 'tenant' | 'secret' | 'proveOwnership'>> {
  readonly paused?: boolean;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'dead';

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly type: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** When it is tried next; null when it is done. */
  readonly nextAttemptAt: Date | null;
  /** The last attempt's HTTP status; null when there was no answer. */
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly lastAttemptAt: Date | null;
  readonly createdAt: Date;
}

/** One POST to an endpoint. */
export interface DeliveryAttempt {
  /** From 1. */
  readonly number: number;
  readonly outcome: Exclude<DeliveryStatus, 'pending'>;
  readonly status: number | null;
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly answer: string | null;
  readonly durationMs: number;
  readonly startedAt: Date;
}

/** News of an endpoint for the product: it was disabled, by its 410 or after days of failing. */
export interface EndpointNews {
  /** The same when the handler is called again. */
  readonly id: string;
  readonly reason: Exclude<EndpointDisabledReason, 'by_hand'>;
  readonly occurredAt: Date;
  readonly endpoint: Endpoint;
}
