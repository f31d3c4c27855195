import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { WindowStore } from '../../../test/support/window-store.js';
import type { Priority } from '../outbound-call.js';
import { TokenBlocks, WINDOW_GUARD_MS, windowLimit } from './token-blocks.js';

const WINDOW_MS = 2_000;

function spendAll(blocks: TokenBlocks, priority: Priority, nowMs: number): number {
  let spent = 0;
  for (; blocks.waitMs(priority, nowMs) === 0; spent += 1) blocks.spend(priority);
  return spent;
}

describe('A limit of calls a minute', () => {
  it.each([
    [1500, 1, 25],
    [100, 10, 16],
    [1, 1, 1],
    [600, 60, 600],
  ])('%i in windows of %i s is %i', (perMinute, windowSeconds, limit) => {
    expect(windowLimit(perMinute, windowSeconds)).toEqual({ limit, windowSeconds });
  });
});

describe('Blocks of tokens', () => {
  const rule = { limit: 100, windowSeconds: 2 };

  it('hold exactly what of a request is within the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        (limit, before, wanted) => {
          const blocks = new TokenBlocks({ limit, windowSeconds: 2 });
          blocks.add({ counted: before + wanted, endsInMs: 1_000 }, wanted, 0, 0);
          expect(spendAll(blocks, 'interactive', 0)).toBe(Math.max(0, Math.min(wanted, limit - before)));
        },
      ),
    );
  });

  it('end with their window, counted from when they were asked for', () => {
    const blocks = new TokenBlocks(rule);
    blocks.add({ counted: 5, endsInMs: 1_000 }, 5, 100, 130);
    expect(blocks.waitMs('interactive', 1_099)).toBe(0);
    expect(blocks.waitMs('interactive', 1_100)).toBe(WINDOW_GUARD_MS);
    expect(blocks.waitMs('interactive', 1_100 + WINDOW_GUARD_MS)).toBe(Infinity);
  });

  it('are asked for again only after the window, once it is used up', () => {
    const blocks = new TokenBlocks(rule);
    blocks.add({ counted: 120, endsInMs: 700 }, 10, 0, 0);
    expect(blocks.waitMs('interactive', 0)).toBe(700 + WINDOW_GUARD_MS);
    expect(blocks.knownWaitMs('interactive', 250, 0)).toBe(700 + WINDOW_GUARD_MS + 2 * WINDOW_MS);
  });

  it('wait longer for the next window the longer the trip to the store took', () => {
    const blocks = new TokenBlocks(rule);
    blocks.add({ counted: 120, endsInMs: 700 }, 10, 0, 60);
    expect(blocks.waitMs('interactive', 60)).toBe(700 + 60 + WINDOW_GUARD_MS);
  });

  it('keep the last fifth of a window for interactive calls', () => {
    const blocks = new TokenBlocks(rule);
    blocks.add({ counted: 90, endsInMs: 700 }, 20, 0, 0);
    expect(spendAll(blocks, 'background', 0)).toBe(10);
    expect(spendAll(blocks, 'interactive', 0)).toBe(10);
  });

  it('are sized by the limit and by who waits', () => {
    const blocks = new TokenBlocks(rule);
    expect([1, 64, 1000].map((waiting) => blocks.wanted(waiting))).toEqual([5, 64, 100]);
    expect(blocks.wantedInBackground(64, { counted: 50, endsInMs: 1 }, 0)).toBe(30);
    expect(blocks.wantedInBackground(64, { counted: 80, endsInMs: 1 }, 0)).toBe(0);
  });

  const step = fc.record({
    replica: fc.nat({ max: 2 }),
    priority: fc.constantFrom<Priority>('interactive', 'background'),
    calls: fc.integer({ min: 1, max: 40 }),
    laterMs: fc.integer({ min: 0, max: 900 }),
    tripMs: fc.integer({ min: 0, max: 90 }),
  });

  it('never exceed the limit in any window, nor the background share, however three replicas interleave', () => {
    const schedules = fc.array(step, { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), schedules, (limit, schedule) => {
        let nowMs = 0;
        const store = new WindowStore({ nowMs: () => nowMs });
        const replicas = [0, 1, 2].map(() => new TokenBlocks({ limit, windowSeconds: 2 }));
        const sent = new Map<number, { all: number; background: number }>();
        for (const { replica, priority, calls, laterMs, tripMs } of schedule) {
          const blocks = replicas[replica];
          if (!blocks) continue;
          for (let call = 0; call < calls; call += 1) {
            if (blocks.waitMs(priority, nowMs) === Infinity) {
              const askedAtMs = nowMs;
              const wanted = blocks.wanted(calls - call);
              const taken = store.count('key', wanted, 2);
              nowMs += tripMs;
              blocks.add({ ...taken, endsInMs: taken.endsInMs - tripMs / 2 }, wanted, askedAtMs, nowMs);
            }
            if (blocks.waitMs(priority, nowMs) > 0) break;
            blocks.spend(priority);
            const window = nowMs + store.count('key', 0, 2).endsInMs;
            const counts = sent.get(window) ?? { all: 0, background: 0 };
            counts.all += 1;
            if (priority === 'background') counts.background += 1;
            sent.set(window, counts);
          }
          nowMs += laterMs;
        }
        for (const { all, background } of sent.values()) {
          expect(all).toBeLessThanOrEqual(limit);
          expect(background).toBeLessThanOrEqual(Math.max(1, Math.floor(limit * 0.8)));
        }
      }),
      { numRuns: 500 },
    );
  });
});
