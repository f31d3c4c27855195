import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.js';
import { allAtOnce } from '../speed/calls.js';

export interface Endurance {
  calls: number;
  /** After this long, what has not ended counts as waiting, in ms. */
  patienceMs: number;
}

/** How the calls of one scenario ended. */
export interface Endured {
  /** Ended with the answer that belongs to them. */
  right: number;
  /** Ended with an answer that belongs to another call. */
  wrong: number;
  /** How the others ended, by the error's code. */
  failures: Record<string, number>;
  /** Did not end, or did not even begin. */
  waiting: number;
  begun: number;
  /** Until the last one ended, in ms. */
  elapsedMs: number;
  /** How long each one that ended took, in ms. */
  tookMs: number[];
}

/** Makes things through a contender, 64 at a time, each with a name of its own. */
export async function endure(contender: Contender, { calls, patienceMs }: Endurance): Promise<Endured> {
  const endured: Endured = {
    right: 0,
    wrong: 0,
    failures: {},
    waiting: calls,
    begun: 0,
    elapsedMs: 0,
    tookMs: [],
  };
  const startMs = performance.now();
  let next = 0;

  const makeOne = async (name: string) => {
    const beganMs = performance.now();
    const end = await contender.create(name).then(
      (answered) => ({ answered }),
      (error: unknown) => ({ failure: codeOf(error) }),
    );
    if (next > calls) return; // too late to count
    const endedMs = performance.now();
    if ('failure' in end) endured.failures[end.failure] = (endured.failures[end.failure] ?? 0) + 1;
    else endured[end.answered === name ? 'right' : 'wrong'] += 1;
    endured.waiting -= 1;
    endured.elapsedMs = endedMs - startMs;
    endured.tookMs.push(endedMs - beganMs);
  };
  const keepMaking = async () => {
    while (next < calls) await makeOne(`order-${next++}`);
  };

  await Promise.race([allAtOnce(keepMaking), sleep(patienceMs)]);
  endured.begun = next;
  next = calls + 1;
  if (endured.waiting) endured.elapsedMs = performance.now() - startMs;
  return endured;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name; // stripe-node has types
}
