import { expect, it } from 'vitest';
import { WebhookOutage } from './webhook-outage.js';

const REFUSED = 'connect ECONNREFUSED 127.0.0.1:3000';

it('is told once nobody has listened for a while, and not again before the next one lasts as long', () => {
  const outage = new WebhookOutage();
  const told = (seconds: number, fault?: string) => outage.isRemarkable(fault, seconds * 1000);
  expect([0, 1, 3, 5, 9].map((at) => told(at, REFUSED))).toEqual([false, false, false, true, true]);
  expect(told(10)).toBe(false);
  expect([60, 64, 65].map((at) => told(at, REFUSED))).toEqual([false, false, true]);
});

it('does not hold back what somebody answers', () => {
  expect(new WebhookOutage().isRemarkable('answered 500', 0)).toBe(true);
});
