/** Why somebody could not connect an account, for the page that tells them. */
export type ConnectFailureReason =
  /** The callback was opened without `state`, or with several. */
  | 'state_missing'
  /** The attempt took longer than ten minutes, or has come back before. */
  | 'state_over'
  /** The attempt was begun in another browser. */
  | 'other_browser'
  | 'link_unknown'
  | 'link_used'
  | 'link_expired'
  /** The provider, or what it answered: see the cause. */
  | 'provider';

interface ConnectFailedOptions extends ErrorOptions {
  /** The provider's name: `slack`. */
  readonly provider?: string;
  /** Where it can be tried again. */
  readonly retryUrl?: string;
}

/** An attempt to connect an account came to nothing. What went wrong with the provider is the cause. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
  readonly provider: string | undefined;
  readonly retryUrl: string | undefined;

  constructor(
    readonly reason: ConnectFailureReason,
    { provider, retryUrl, cause }: ConnectFailedOptions = {},
  ) {
    super(`Connecting ${provider ?? 'an account'} came to nothing: ${reason}`, { cause });
    this.provider = provider;
    this.retryUrl = retryUrl;
  }
}
