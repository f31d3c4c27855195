/** An answer that is no success: `{ "error": "…" }`. */
export class ExternalApiRefusal extends Error {
  constructor(
    readonly status: number,
    error: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(error);
  }
}

/** Too many requests: when to come back, in whole seconds, unless it does not say. */
export function tooMany(retryAfterSeconds?: number): ExternalApiRefusal {
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers['Retry-After'] = String(retryAfterSeconds);
  return new ExternalApiRefusal(429, 'rate_limit_exceeded', headers);
}
