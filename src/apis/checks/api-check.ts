import type { RateLimitReading } from '../../outbound/rate-limit/rate-limit-reading.js';
import type { ServerCertificate } from './server-certificate.js';

/** How long one check may take, in ms. */
export const CHECK_TIMEOUT_MS = 10_000;

/** What one call has shown of an API. */
export interface ApiCheck {
  /** What was tried: `GET https://api.acme.com/health`, `users.list`. Without a query, which may hold a secret. */
  readonly name: string;
  /** Why it is not as it should be, in a sentence; `undefined` when it is. */
  readonly problem: string | undefined;
  /** Of the last answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** Until the whole answer was there, in ms: connecting, waits and repeats included. */
  readonly latencyMs: number;
  /** What the answer says of the API's limit; `undefined` when there was none. */
  readonly rateLimit: RateLimitReading | undefined;
  /** The server's; `undefined` over http, and when none was shown. */
  readonly certificate: ServerCertificate | undefined;
}
