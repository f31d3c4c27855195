import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WriteBehind } from './write-behind.js';

/** Rows that are written one after another, each when the test says so. */
function slowRows(count = 1) {
  const rows = { waiting: count, atOnce: 0, most: 0, written: 0 };
  let finish = () => {};
  const writeBehind = new WriteBehind({
    isEmpty: () => rows.waiting === 0,
    delayMs: () => 500,
    write: async () => {
      rows.atOnce += 1;
      rows.most = Math.max(rows.most, rows.atOnce);
      const taken = rows.waiting;
      rows.waiting = 0;
      await new Promise<void>((resolve) => (finish = resolve));
      rows.written += taken;
      rows.atOnce -= 1;
    },
  });
  return { rows, writeBehind, finish: () => finish() };
}

describe('WriteBehind', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('writes together what comes within its delay', async () => {
    const { rows, writeBehind, finish } = slowRows(3);
    writeBehind.soon();
    writeBehind.soon();
    await vi.advanceTimersByTimeAsync(499);
    expect(rows.waiting).toBe(3);
    await vi.advanceTimersByTimeAsync(1);
    finish();
    await vi.runAllTimersAsync();
    expect(rows).toEqual({ waiting: 0, atOnce: 0, most: 1, written: 3 });
  });

  it('writes once at a time, and what came meanwhile after its delay', async () => {
    const { rows, writeBehind, finish } = slowRows();
    const first = writeBehind.now();
    rows.waiting = 2;
    const second = writeBehind.now();
    finish();
    await Promise.all([first, second]);
    expect(rows.written).toBe(1);
    await vi.advanceTimersByTimeAsync(500);
    finish();
    await vi.runAllTimersAsync();
    expect(rows).toEqual({ waiting: 0, atOnce: 0, most: 1, written: 3 });
  });

  it('holds a shutdown up for two seconds at most', async () => {
    vi.useRealTimers(); // its wait is one of node:timers/promises, which Vitest does not fake
    const { rows, writeBehind } = slowRows();
    const beganMs = performance.now();
    await writeBehind.last();
    expect(performance.now() - beganMs).toBeGreaterThan(1_900);
    expect(rows.written).toBe(0);
  });
});
