/** When tokens are renewed. Pure, so that each rule can be tried at any time. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** At least so often, since providers end refresh tokens that lie idle. */
const RENEW_EVERY_MS = DAY_MS;
/** How long before its end a token is renewed: 10 % of its life, within these bounds. */
const AHEAD_MS = { least: MINUTE_MS, most: 10 * MINUTE_MS };
/** How long before its end a call no longer uses a token, at most; for short-lived ones, 10 % of their life. */
const TOO_CLOSE_MS = MINUTE_MS;
/** Of the wait, up to this share falls away by chance, so that accounts connected together are not refreshed together. */
const JITTER = 0.05;

const FIRST_RETRY_MS = 30 * SECOND_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;

/**
 * When a token that was just had is renewed by the job: once a day, and some time before it ends; of a token that lives
 * for two minutes or less, when half its life is over.
 * @param random from 0 up to 1
 */
export function renewAt(now: Date, expiresAt: Date | undefined, random = Math.random()): Date {
  const lifeMs = expiresAt ? Math.max(0, expiresAt.getTime() - now.getTime()) : Infinity;
  const aheadMs = Math.min(AHEAD_MS.most, Math.max(AHEAD_MS.least, lifeMs / 10), lifeMs / 2);
  const waitMs = Math.min(RENEW_EVERY_MS, lifeMs - aheadMs);
  return new Date(now.getTime() + Math.floor(waitMs * (1 - JITTER * random)));
}

/**
 * When a refresh that failed is tried again: after 30 s, then twice as long each time, up to 15 min; of that, a random
 * half to the whole.
 * @param failures one after another, this one included
 */
export function retryAt(now: Date, failures: number, random = Math.random()): Date {
  const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return new Date(now.getTime() + Math.floor(waitMs * (0.5 + random / 2)));
}

interface Token {
  readonly connectedAt: Date;
  readonly refreshedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly refreshAt: Date | null;
  readonly refreshFailures: number;
}

/** The latest date there is, for a token that does not end. */
const NEVER = new Date(8_640_000_000_000_000);

/**
 * From when on a call renews a token before it uses it: shortly before its end, if the job has not done so by then. While
 * refreshes fail, the old token is used as long as it lives, or until the next try.
 */
export function renewFrom({ connectedAt, refreshedAt, expiresAt, refreshAt, refreshFailures }: Token): Date {
  if (!expiresAt) return NEVER;
  const hadAtMs = Math.max(connectedAt.getTime(), refreshedAt?.getTime() ?? 0);
  const endsAtMs = expiresAt.getTime();
  const lifeMs = Math.max(0, endsAtMs - hadAtMs);
  const closeMs = endsAtMs - Math.min(TOO_CLOSE_MS, lifeMs / 10);
  const nextTryMs = refreshFailures > 0 && refreshAt ? Math.min(refreshAt.getTime(), endsAtMs) : 0;
  return new Date(Math.max(closeMs, nextTryMs));
}
