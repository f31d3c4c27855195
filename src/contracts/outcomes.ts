/** A call that left for a provider and was never answered, as its provider's {@link OutcomeResolver} sees it. */
export interface UnknownOutcomeRecord {
  /** Our id, as in `GET /v1/unknown-outcomes/:id`. */
  id: string;
  provider: string;
  /** The connected account that it acted for; without one, the account of the environment variables. */
  connectionId: string | undefined;
  /** The operation in our words: `payments.create`. */
  operation: string;
  /** The path template: `/v1/payment_intents/:id/capture`. */
  endpoint: string;
  method: string;
  /** The path that was called, without its query. */
  path: string;
  idempotencyKey: string | undefined;
  /** Our reference in the object that the call makes, if it makes one that carries it. */
  reference: string | undefined;
  /** When the first attempt left that was not answered, by our clock. */
  sentAt: Date;
  /** When the call was given up; no attempt of it has left since. By our clock. */
  givenUpAt: Date;
}

/**
 * What a look at the provider has shown.
 * - `happened`: the call was carried out; `objectId` is the provider's id of what it made or changed
 * - `not_happened`: it was not, and can no longer be; never a guess
 * - `unknown`: neither is certain yet; worth another look later
 */
export type OutcomeFinding =
  { status: 'happened'; objectId: string } | { status: 'not_happened' } | { status: 'unknown' };

/** Finds out at a provider what became of a call, marked by `@OutcomeResolverFacet`. It reads; it never repeats. */
export interface OutcomeResolver {
  /**
   * Looks once. Throws what the provider throws; that counts as `unknown`, and the next look is later.
   * @param signal ends the look
   */
  resolve(outcome: UnknownOutcomeRecord, signal: AbortSignal): Promise<OutcomeFinding>;
}
