import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { MAX_BACKOFF_MS, backoffMs } from './backoff.js';

it('keeps every wait between 0 and the doubled base, and below the cap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 12 }),
      (retryDelayMs, attempts) => {
        const waits = backoffMs(retryDelayMs);
        for (let attempt = 0; attempt < attempts; attempt += 1) {
          const wait = waits.next().value;
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(Math.min(MAX_BACKOFF_MS, retryDelayMs * 2 ** attempt));
        }
      },
    ),
  );
});

it('spreads clients that failed together', () => {
  const firstWaits = Array.from({ length: 50 }, () => backoffMs(1000).next().value);
  expect(new Set(firstWaits).size).toBeGreaterThan(10);
});
