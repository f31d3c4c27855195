/** What an answer says of the provider's own rate limit. */
export interface RateLimitReading {
  /** The provider refused the call because there were too many. */
  readonly throttled: boolean;
  /** Calls that its window allows. */
  readonly limit: number | undefined;
  /** Calls left in the window. */
  readonly remaining: number | undefined;
  /** When the window begins anew, in ms from now. */
  readonly resetMs: number | undefined;
  /** How long to leave the provider alone, in ms; `undefined` when it does not say. */
  readonly waitMs: number | undefined;
}
