import type { Child } from '../child.js';
import type { answers, Kind } from './caller.js';

/** What one kind of call took. */
interface Cost {
  readonly perSecond: number;
  /** CPU of the calling process, in µs a call. */
  readonly usEach: number;
}

/** All kinds of call one after the other: to be compared with one another, never with those of another round. */
export type Round = Readonly<Record<Kind, Cost>>;

const KINDS: readonly Kind[] = ['road', 'schema', 'typed'];

/** @param turn which kind begins: what runs first after another kind has the worse machine code */
export async function answersOf(
  caller: Child<typeof answers>,
  durationMs: number,
  turn: number,
): Promise<Round> {
  const costs: Partial<Record<Kind, Cost>> = {};
  for (let place = 0; place < KINDS.length; place += 1) {
    const kind = KINDS[(place + turn) % KINDS.length] ?? 'road';
    const { calls, elapsedMs, usedMs } = await caller.ask('callFor', { kind, durationMs });
    costs[kind] = { perSecond: (calls * 1_000) / elapsedMs, usEach: (usedMs * 1_000) / calls };
  }
  const { road, schema, typed } = costs;
  if (!road || !schema || !typed) throw new Error('A kind of call was not measured.');
  return { road, schema, typed };
}
