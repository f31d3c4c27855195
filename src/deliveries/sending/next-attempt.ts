import type { DeliveryStatus } from '../../contracts/events.js';
import type { AttemptOutcome } from './attempts.js';
import type { DueDelivery } from './due-delivery.js';

/** The receiver wants no more of this (RFC 9110, 15.5.11). */
const GONE = 410;
const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/** How long an endpoint that says 429, and not how long, is left alone, in ms. */
const UNSTATED_HOLD_MS = 60_000;

/** No `Retry-After` is heeded for longer, in ms: a mistake in it must not stop an endpoint for years. */
const MAX_HOLD_MS = 86_400_000;

/** Delays are lengthened by up to so much, so that what failed together does not come back together. */
const JITTER = 0.25;

/** An attempt that is over. */
export type EndedAttempt = Exclude<AttemptOutcome, { kind: 'held' }>;

/** What becomes of a delivery after an attempt. */
export interface Verdict {
  readonly outcome: Exclude<DeliveryStatus, 'pending'>;
  /** When it is tried again, in ms from now; `undefined` when it is done. */
  readonly againInMs: number | undefined;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  /** The endpoint wants nothing more, ever. */
  readonly gone: boolean;
  /** The endpoint wants to be left alone for so long, in ms. */
  readonly holdMs: number | undefined;
}

/**
 * What an attempt makes of a delivery.
 * @param delaysMs the waits after each failed attempt; after the last, it is dead
 * @param random from 0 to 1, for the jitter
 */
export function nextAttempt(
  delivery: Pick<DueDelivery, 'number' | 'earlier'>,
  ended: EndedAttempt,
  delaysMs: readonly number[],
  random: number,
): Verdict {
  const status = ended.kind === 'answered' ? ended.status : null;
  const answer = ended.kind === 'answered' ? ended.answer : null;
  const error = errorOf(ended);
  if (error === null) {
    return {
      outcome: 'delivered',
      againInMs: undefined,
      status,
      error,
      answer,
      gone: false,
      holdMs: undefined,
    };
  }
  const gone = status === GONE;
  const holdMs = holdOf(ended);
  const delayMs = gone ? undefined : delaysMs[delivery.number - delivery.earlier - 1];
  const againInMs =
    delayMs === undefined ? undefined : Math.max(delayMs * (1 + JITTER * random), holdMs ?? 0);
  return {
    outcome: againInMs === undefined ? 'dead' : 'failed',
    againInMs,
    status,
    error,
    answer,
    gone,
    holdMs,
  };
}

/** Why it was no success, in a sentence; `null` when it was one. */
function errorOf(ended: EndedAttempt): string | null {
  if (ended.kind === 'unanswered') return ended.error;
  const { status, refusal = null } = ended;
  if (status >= 200 && status < 300) return refusal;
  if (status === GONE) return 'It answered HTTP 410: it wants no more events.';
  if (status >= 300 && status < 400) {
    return `It answered HTTP ${status}: redirects are not followed. Give the endpoint its final URL.`;
  }
  return `It answered HTTP ${status}.`;
}

function holdOf(ended: EndedAttempt): number | undefined {
  if (ended.kind !== 'answered') return undefined;
  const stated = ended.retryAfterMs === undefined ? undefined : Math.min(ended.retryAfterMs, MAX_HOLD_MS);
  if (ended.status === TOO_MANY_REQUESTS) return stated ?? UNSTATED_HOLD_MS;
  return ended.status === UNAVAILABLE ? stated : undefined;
}
