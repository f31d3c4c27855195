import { setTimeout as sleep } from 'node:timers/promises';

/** How long it waits between two looks, in ms: little at first, then more, so that long waits leave the machine to others. */
const PAUSES_MS = { first: 10, most: 100 };

/** Looks again and again until `look` gives something other than `undefined`, and returns that. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (let pauseMs = PAUSES_MS.first; ; pauseMs = Math.min(pauseMs * 1.25, PAUSES_MS.most)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(pauseMs);
  }
}
