import { expect, it } from 'vitest';
import { retryDelayMs } from './webhook-retry.js';

it('tries ever more slowly, at least once a minute', () => {
  expect([1, 2, 3, 7, 8, 50].map(retryDelayMs)).toEqual([500, 1000, 2000, 32_000, 60_000, 60_000]);
});
