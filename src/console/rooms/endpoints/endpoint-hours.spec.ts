import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf, beginningOf, everyHour, successRate } from './endpoint-hours.js';

const HOUR_MS = 3_600_000;
const counts = fc.array(fc.record({ delivered: fc.nat(1_000_000), failed: fc.nat(1_000_000) }));
const atAnyTime = (found: readonly { delivered: number; failed: number }[]) =>
  found.map((each) => ({ hour: new Date(0), ...each }));

describe('the hours of an endpoint', () => {
  it('are all there, in order, and those that are written down count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(199), (count, index) => {
        const since = beginningOf(count);
        const hour = new Date(since.getTime() + (index % count) * HOUR_MS);
        const hours = everyHour([{ hour, delivered: 2, failed: 1 }], since);
        expect(hours).toHaveLength(count);
        for (const [nr, each] of hours.entries()) {
          expect(each.hour.getTime()).toBe(since.getTime() + nr * HOUR_MS);
        }
        const sum = barsOf(hours).reduce((all, bar) => all + bar.count, 0);
        expect(sum).toBe(3);
      }),
    );
  });

  it('are 100 % good only without a fault, and 0 % only without a success or nearly so', () => {
    fc.assert(
      fc.property(counts, (found) => {
        const delivered = found.reduce((sum, each) => sum + each.delivered, 0);
        const failed = found.reduce((sum, each) => sum + each.failed, 0);
        const rate = successRate(atAnyTime(found));
        const all = delivered + failed;
        expect(rate === '—').toBe(all === 0);
        expect(rate === '100 %').toBe(all > 0 && failed === 0);
        expect(rate === '0 %').toBe(all > 0 && delivered / all < 0.001);
      }),
    );
  });
});
