import { setTimeout as sleep } from 'node:timers/promises';
import type { Publication } from './contenders/hookline.js';
import type { Stage } from './stage.js';

/** Whoever takes longer has lost an event, or hangs. */
const ARRIVED_WITHIN_MS = 30_000;

/**
 * How long each event took from the call that publishes it to the receiver, in ms, the shortest first.
 * @throws Error when one has not arrived in time
 */
export async function lagsOf({ receiver }: Stage, published: readonly Publication[]): Promise<number[]> {
  const endsAt = performance.now() + ARRIVED_WITHIN_MS;
  for (;;) {
    const arrivals = await receiver.ask('arrivals');
    const lags = published.map(({ id, atMs }) => (arrivals[id] ?? Number.NaN) - atMs);
    const missing = lags.filter(Number.isNaN).length;
    if (missing === 0) return lags.toSorted((a, b) => a - b);
    if (performance.now() > endsAt)
      throw new Error(`Of ${published.length} events, ${missing} have not arrived.`);
    await sleep(100);
  }
}
