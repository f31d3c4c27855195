import type { Deadline } from './deadline.js';

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP request as a mount hands it over. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request to a provider and what is meant by it. A value: an interceptor copies it to change it. */
export interface OutboundCall extends HttpRequest {
  readonly provider: string;
  /** The operation in our words: `payments.create`. */
  readonly operation: string;
  /** The path template, for logs and metrics: `/v1/payment_intents/:id`. Never with ids or a query. */
  readonly endpoint: string;
  /** The caller's idempotency key for this very call, if it has one. */
  readonly idempotencyKey?: string;
  /** The end of the whole call, waits and repeats included. */
  readonly deadline: Deadline;
  /** Ends this attempt, down to its socket. Armed by the timeout interceptor. */
  readonly signal?: AbortSignal;
  readonly progress: CallProgress;
}

/** What has become of a call so far: the one part that changes, shared by all copies of the call. */
export interface CallProgress {
  /** How often it was tried, the first time included. */
  attempts: number;
}

/** A provider's whole answer, whatever its status. */
export interface OutboundResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reading: changes nothing at the provider, so a lost answer leaves nothing in doubt (RFC 9110, 9.2.1). */
export function isSafe(method: HttpMethod): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Sending it twice does the same as once, by HTTP's own rules (RFC 9110, 9.2.2). */
export function isIdempotent(method: HttpMethod): boolean {
  return isSafe(method) || method === 'PUT' || method === 'DELETE';
}
