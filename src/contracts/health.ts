/** A provider's answer to "are you there?", for its row on `/health`. */
export interface ProviderHealth {
  /** Whether credentials are set; without them the provider is not asked. */
  readonly configured: boolean;
  /** The variables that hold its credentials, to be named when there are none, and when they are refused. */
  readonly variables: readonly string[];
  /** A harmless call that needs the credentials. Throws when the provider does not answer or refuses them. */
  probe(signal: AbortSignal): Promise<void>;
}
