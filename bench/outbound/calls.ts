/** Calls that are on their way at the same time. */
const IN_FLIGHT = 64;

export interface CallRound {
  calls: number;
  elapsedMs: number;
}

/** Makes calls, 64 at a time, until the time is over. */
export async function callFor(durationMs: number, call: () => Promise<void>): Promise<CallRound> {
  const startMs = performance.now();
  let calls = 0;
  const keepCalling = async () => {
    while (performance.now() - startMs < durationMs) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, keepCalling));
  return { calls, elapsedMs: performance.now() - startMs };
}

/** What every caller sends as the body of its POST. */
export const THING = JSON.stringify({ name: 'Order 4711', amount: 1099, currency: 'usd', capture: true });

/** A call that was not answered as it should be has cost something else than it should. */
export function checkAnswer(status: number, body: Uint8Array): void {
  if (status !== 200 || body.length < 50) throw new Error(`The provider answered ${status}.`);
}
