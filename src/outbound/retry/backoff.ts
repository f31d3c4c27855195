import { ExponentialBackoff, fullJitterGenerator, type IBackoff } from 'cockatiel';

/** The longest wait between two attempts that we choose ourselves, in ms. A provider may ask for a longer one. */
export const MAX_BACKOFF_MS = 30_000;

/**
 * The waits between attempts, in ms: the n-th is random between 0 and `retryDelayMs` × 2ⁿ⁻¹, so that clients which
 * failed together do not come back together.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function* backoffMs(retryDelayMs: number): Generator<number, never> {
  let backoff: IBackoff<unknown> = new ExponentialBackoff({
    generator: fullJitterGenerator,
    initialDelay: retryDelayMs,
    maxDelay: MAX_BACKOFF_MS,
  }).next();
  for (;;) {
    yield backoff.duration;
    backoff = backoff.next(undefined);
  }
}
