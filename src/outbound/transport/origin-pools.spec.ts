import { afterEach, expect, it } from 'vitest';
import { MAX_ORIGINS, OriginPools } from './origin-pools.js';

const pools = new OriginPools({ connectTimeoutMs: 1_000 });
afterEach(() => pools.close());

it('an origin whose connections were given up for those of others gets new ones, also if it was called last', () => {
  const first = pools.open('https://first.example');
  expect(pools.get('https://first.example')).toBe(first);
  for (let other = 0; other < MAX_ORIGINS; other += 1) pools.open(`https://other-${other}.example`);
  expect(first.closed).toBe(true);
  expect(pools.get('https://first.example')).toBeUndefined();
});
