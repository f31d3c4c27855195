import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { RetryBudget } from './retry-budget.js';

it('lets a process that has just started try again', () => {
  expect(new RetryBudget(new ManualClock()).tryTake()).toBe(true);
});

it('is used up by an outage, and refilled by calls and by time', async () => {
  const clock = new ManualClock();
  const budget = new RetryBudget(clock);
  while (budget.tryTake());
  for (let call = 0; call < 10; call += 1) budget.addCall();
  expect([budget.tryTake(), budget.tryTake(), budget.tryTake()]).toEqual([true, true, false]);
  await clock.advance(1_000);
  expect([budget.tryTake(), budget.tryTake()]).toEqual([true, false]);
});

it('never allows more than a fifth of the calls, one a second, and what it began with', async () => {
  const events = fc.array(fc.oneof(fc.constant('call'), fc.constant('retry'), fc.integer({ max: 60_000 })), {
    maxLength: 500,
  });
  await fc.assert(
    fc.asyncProperty(events, async (schedule) => {
      const clock = new ManualClock();
      const budget = new RetryBudget(clock);
      let [calls, retries] = [0, 0];
      for (const event of schedule) {
        if (typeof event === 'number') await clock.advance(Math.abs(event) % 60_000);
        else if (event === 'call') {
          budget.addCall();
          calls += 1;
        } else if (budget.tryTake()) retries += 1;
      }
      expect(retries).toBeLessThanOrEqual(50 + calls / 5 + clock.nowMs() / 1000 + 1e-6);
    }),
  );
});
