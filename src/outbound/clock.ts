import { setTimeout as sleep } from 'node:timers/promises';

/** Where the road takes the time from, so that a test need not wait for it. */
export interface Clock {
  /** Milliseconds that only ever grow; for measuring, not for telling the date. */
  nowMs(): number;
  /** Milliseconds since 1970 (UTC), as far as this machine knows. */
  dateMs(): number;
  /** Runs `work` once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
  /** @returns `true` after `ms`, `false` as soon as the signal aborts */
  sleep(ms: number, signal?: AbortSignal): Promise<boolean>;
}

/** A timer above this fires at once, in every JavaScript engine. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  dateMs: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  sleep: async (ms, signal) => {
    try {
      await sleep(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal });
      return true;
    } catch {
      return false;
    }
  },
};
