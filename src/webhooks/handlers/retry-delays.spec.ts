import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DEFAULT_RETRY_DELAYS_MS, nextAttemptAt } from './retry-delays.js';

describe('nextAttemptAt', () => {
  it('waits as the schedule says and up to a fifth longer, and ends after the last delay', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        delays,
        fc.nat(30),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (delaysMs, failures, random) => {
          const attempts = failures + 1;
          const next = nextAttemptAt(attempts, delaysMs, 0, () => random)?.getTime();
          const delayMs = delaysMs[attempts - 1];
          if (delayMs === undefined) expect(next).toBeUndefined();
          else {
            expect(next).toBeGreaterThanOrEqual(delayMs);
            expect(next).toBeLessThanOrEqual(delayMs * 1.2);
          }
        },
      ),
    );
  });

  it('grows from try to try, over about a day', () => {
    expect(DEFAULT_RETRY_DELAYS_MS.toSorted((a, b) => a - b)).toEqual(DEFAULT_RETRY_DELAYS_MS);
    const hours = DEFAULT_RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(26);
  });
});
