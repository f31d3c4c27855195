/** What a caller may wish of one call to a provider. Every method of every provider takes it last. */
export interface CallOptions {
  /**
   * Makes the call safe to send again: the provider answers a repeat with the first result. 1 to 255 printable
   * ASCII characters. Give one that you have stored (an order id) and the call is safe across a crash, too.
   * @default a random key, constant over the attempts of this one call
   */
  idempotencyKey?: string;
  /** The connected account to act for; without it, the account of the environment variables. */
  connectionId?: string;
  /**
   * The product's customer to act for, when it has exactly one connection of the provider; given together with
   * `connectionId`, that connection has to be this customer's. 1 to 255 characters.
   */
  tenant?: string;
  /**
   * Deadline over all attempts, waits included, in milliseconds; more than 0.
   * @default the provider's `<PROVIDER>_TIMEOUT`
   */
  timeoutMs?: number;
  /**
   * Lets the call wait for its turn (rate limit, calls in flight) until `timeoutMs`, also beyond the end of the request
   * or job that it is made for. Otherwise a call that would have to wait too long fails at once.
   * @default false
   */
  mayWait?: boolean;
  /** Ends the call early. What the provider has already received stays done. */
  signal?: AbortSignal;
}
