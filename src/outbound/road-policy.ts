import type { OutboundResponse } from './outbound-call.js';

/** How calls to one provider behave. */
export interface RoadPolicy {
  /** How often a call is sent again after the first try. */
  readonly maxRetries: number;
  /** The base of the growing wait between attempts, in ms. */
  readonly retryDelayMs: number;
  /**
   * The request header, in lower case, by which the provider recognises a repeat and answers it with the first result.
   * Without one, a call that acts is only repeated when it provably was not processed.
   */
  readonly idempotencyHeader?: string;
  /** What an answer itself says about repeating: do, do not, or nothing. */
  retryHint?(response: OutboundResponse): boolean | undefined;
}
