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
  await allAtOnce(keepCalling);
  return { calls, elapsedMs: performance.now() - startMs };
}

/** Makes a call for each number, 64 at a time. */
export async function callEach(
  from: number,
  to: number,
  call: (number: number) => Promise<void>,
): Promise<CallRound> {
  const startMs = performance.now();
  let next = from;
  const keepCalling = async () => {
    while (next < to) await call(next++);
  };
  await allAtOnce(keepCalling);
  return { calls: to - from, elapsedMs: performance.now() - startMs };
}

/** Does the same in 64 lines at a time. */
export async function allAtOnce(keepCalling: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: IN_FLIGHT }, keepCalling));
}
