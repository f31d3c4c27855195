const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;

/** How long to wait after the given number of failed attempts, in ms: 0.5 s, 1 s, 2 s … up to a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
}
