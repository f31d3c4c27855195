import type { Authorization } from './authorization/authorization.js';
import type { TokenSender } from './authorization/token-sender.js';
import type { OutboundResponse } from './outbound-call.js';
import type { RateLimitReading } from './rate-limit/rate-limit-reading.js';
import type { ClientTls } from './transport/client-tls.js';
import type { WriteSafety } from './write-safety.js';

/** What a provider says of its API: how calls to it behave. What an operator may change is in `RoadSettings`. */
export interface RoadPolicy {
  readonly writes: WriteSafety;
  /** What an answer itself says about repeating: do, do not, or nothing. */
  retryHint?(response: OutboundResponse): boolean | undefined;
  /**
   * Whether an answer with a 5xx is about the call, and the provider works (SOAP faults of the caller come as 500): it
   * opens no circuit. @default never
   */
  isCallersFault?(response: OutboundResponse): boolean;
  /** At which level calls are logged that did not fail. @default info */
  readonly successLogLevel?: 'info' | 'debug';
  /** Whether failures open circuits by themselves; an admin's hold counts in any case. @default true */
  readonly opensCircuits?: boolean;
  /** The window in which the provider counts calls, in whole seconds. @default 60 */
  readonly rateLimitWindowSeconds?: number;
  /** What an answer says of the provider's limit, where it does not use the common headers. */
  readRateLimit?(response: OutboundResponse, nowMs: number): RateLimitReading;
  /**
   * Puts the credential on each attempt; left out where an SDK does that itself. A function where the credential is
   * had by calling the provider: it is given the means to.
   */
  readonly authorization?: Authorization | ((send: TokenSender) => Authorization);
  /** Whether an answer refuses the credential, where the provider does not say so by 401 (Slack: 200, `ok: false`). */
  refusesCredential?(response: OutboundResponse): boolean;
  /** The provider answers in JSON: a success that is none is an error. @default false */
  readonly answersJson?: boolean;
  /** Bodies from this size on, in bytes, are sent compressed (gzip). @default never */
  readonly compressFromBytes?: number;
  /** The certificate that we show (mutual TLS), and whom we believe. */
  readonly tls?: ClientTls;
  /** The largest answer that is read, in bytes, decompressed. @default 10 MiB */
  readonly maxResponseBytes?: number;
  /** To make a connection, in ms. @default 5 s */
  readonly connectTimeoutMs?: number;
  /** The longest silence within a body, in ms. @default 15 s */
  readonly bodyTimeoutMs?: number;
}
