/** Nest token of the waits before each further attempt of a failed handler, in ms. After the last: dead letter. */
export const RETRY_DELAYS_MS = Symbol('RETRY_DELAYS_MS');

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nine attempts over about a day. */
export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  14 * HOUR,
];

/**
 * When to try again after `attempts` failures, spread by up to a fifth so that what failed together does not come back
 * together; `undefined` when there is no further attempt.
 */
export function nextAttemptAt(
  attempts: number,
  delaysMs: readonly number[],
  now = Date.now(),
  random = Math.random,
): Date | undefined {
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? undefined : new Date(now + delayMs * (1 + random() / 5));
}
