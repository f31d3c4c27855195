import type { Deadline } from './deadline.js';
import type { WriteSafety } from './write-safety.js';

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP request as a mount hands it over. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The URL comes from data rather than configuration: addresses inside private networks are refused. */
  readonly untrusted?: boolean;
}

/** Opts an operation that reads into the cache. */
export interface CacheRule {
  /** How long an answer is fresh, in ms; a shorter `max-age` of the provider's wins. */
  readonly ttlMs: number;
  /** How long after that it may stand in when the provider fails, in ms. @default 0 */
  readonly staleIfErrorMs?: number;
  /** Whether this answer may be kept at all: one that is not final may not. @default every success */
  mayKeep?(response: OutboundResponse): boolean;
}

/** Who waits for a call: a person's request, or a job in the background that can wait longer. */
export type Priority = 'interactive' | 'background';

/** A request to a provider and what is meant by it. A value: an interceptor copies it to change it. */
export interface OutboundCall extends HttpRequest {
  readonly provider: string;
  /** The operation in our words: `payments.create`. */
  readonly operation: string;
  /** The path template, for logs and metrics: `/v1/payment_intents/:id`. Never with ids or a query. */
  readonly endpoint: string;
  /** The connected account to act for; without it, the account of the environment variables. */
  readonly connectionId?: string;
  readonly priority: Priority;
  /** May wait for its turn as long as its deadline lasts, instead of a while only. */
  readonly mayWait?: boolean;
  readonly cache?: CacheRule;
  /** The caller's idempotency key for this very call, if it has one. */
  readonly idempotencyKey?: string;
  /** How sending the call twice is made to act once. */
  readonly safety: WriteSafety;
  /** Our reference in the object that the call makes, by which it can be found again if its answer is lost. */
  readonly reference?: string;
  /** Names (lower case) of headers and query parameters that carry a credential: they never follow a redirect. */
  readonly credentials?: { readonly headers?: readonly string[]; readonly query?: readonly string[] };
  /** The end of the whole call, waits and repeats included. */
  readonly deadline: Deadline;
  /** The limits of this attempt, in ms. Set by the timeout interceptor. */
  readonly timeouts?: AttemptTimeouts;
  /**
   * Reads a success as the operation that it is for understands it. Part of the call, so that a success that makes no
   * sense is logged as what it is, and kept nowhere.
   * @throws ResponseFormatError
   */
  readonly read?: (response: OutboundResponse) => void;
  /** Refusals that are as good as any answer to this question, by HTTP status: not logged as failures. */
  readonly expects?: readonly number[];
  /** Asks again, after a wait of our own, whether the call may still leave. @throws CircuitOpenError */
  readonly beforeDeparture?: () => void;
  readonly progress: CallProgress;
}

/** What one attempt is given, in ms. The call's deadline ends it in any case. */
export interface AttemptTimeouts {
  /** For the connection, TLS included. */
  readonly connectMs: number;
  /** From the request's last byte to the answer's first. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly bodyMs: number;
}

/** What has become of a call so far: the one part that changes, shared by all copies of the call. */
export interface CallProgress {
  /** How often it was tried, the first time included. */
  attempts: number;
  /** A success that made no sense, for the request log. */
  unusable?: OutboundResponse;
}

/** A provider's whole answer, whatever its status. */
export interface OutboundResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. */
  readonly body: Buffer;
  /** Where the answer comes from, when it is not the provider's own of this moment. */
  readonly fromCache?: 'fresh' | 'revalidated' | 'stale';
}

/**
 * Reading: changes nothing at the provider, so a lost answer leaves nothing in doubt. By HTTP's own rules (RFC 9110,
 * 9.2.1), or because the provider's method says so of a POST.
 */
export function isReading({ method, safety }: Pick<OutboundCall, 'method' | 'safety'>): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || safety.by === 'reading';
}

/** Sending it twice does the same as once, by HTTP's own rules (RFC 9110, 9.2.2). */
export function isIdempotent(call: Pick<OutboundCall, 'method' | 'safety'>): boolean {
  return isReading(call) || call.method === 'PUT' || call.method === 'DELETE';
}

/** The account a call is made for, as a word in keys: one account's limits, circuits and answers are not another's. */
export function accountOf({ connectionId }: Pick<OutboundCall, 'connectionId'>): string {
  return connectionId ?? 'default';
}

/** The group of operations that share a circuit: `payments` of `payments.create`. */
export function operationGroup({ operation }: Pick<OutboundCall, 'operation'>): string {
  return operation.split('.', 1)[0] ?? operation;
}
