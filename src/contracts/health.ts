/** A provider's answer to "are you there?", for its row on `/health`. */
export interface ProviderHealth {
  /** Whether credentials are set; without them the provider is not asked. */
  readonly configured: boolean;
  /** A harmless call that needs the credentials. Throws when the provider does not answer or refuses them. */
  probe(signal: AbortSignal): Promise<void>;
}
