/** Something in an answer or a webhook that its schema does not know. */
export interface Drift {
  readonly kind: 'unknown_field' | 'unknown_value';
  /** Where: `data.[].plan`. `[]` stands for each entry of a list, `{}` for each of a record, `[0]` for a place of a tuple. */
  readonly path: string;
  /** What was there, as JSON, not yet redacted; at most 200 characters. */
  readonly sample: string;
}

/** What a provider says about the end of an endpoint (RFC 9745, RFC 8594). */
export interface Deprecation {
  /** Since when, or from when on; `undefined` where only its end is told. */
  readonly deprecatedAt: Date | undefined;
  /** From when on it may not answer any more. */
  readonly sunsetAt: Date | undefined;
  /** Where the provider explains it. */
  readonly link: string | undefined;
}

/** Who is told of what an API says about its future. Both are called often, cost next to nothing, and never throw. */
export interface ApiNoticeListener {
  /** @param operation in our words; of a webhook, `webhook:` and its type */
  drifted(provider: string, operation: string, drifts: readonly Drift[]): void;
  /** @param endpoint the path template */
  deprecated(provider: string, operation: string, endpoint: string, deprecation: Deprecation): void;
}
