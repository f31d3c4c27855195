import { parentPort, workerData } from 'node:worker_threads';
import type { Pace } from './pacer.js';

/** Says each index when it is due. Sleeps to the microsecond, where a timer of Node's would be late by up to 1 ms. */
const { startEpochMs, perSecond, count } = workerData as Pace;
const nothing = new Int32Array(new SharedArrayBuffer(4));

for (let index = 0; index < count; index += 1) {
  const dueEpochMs = startEpochMs + (index * 1_000) / perSecond;
  const earlyMs = dueEpochMs - (performance.timeOrigin + performance.now());
  if (earlyMs > 0) Atomics.wait(nothing, 0, 0, earlyMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it goes to a thread, not to a window
  parentPort?.postMessage(index);
}
