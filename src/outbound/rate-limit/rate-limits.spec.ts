import { expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { WindowStore } from '../../../test/support/window-store.js';
import { createLogger } from '../../platform/logging/logger.js';
import { RateLimits } from './rate-limits.js';

it('forgets the accounts that were idle for longest, and keeps those in use', async () => {
  const clock = new ManualClock();
  const logger = await createLogger({ level: 'silent', format: 'json' });
  const events = { onThrottled: () => undefined, onWait: () => undefined };
  const limits = new RateLimits(new WindowStore(clock), logger, events, clock);
  const bucketOf = (account: string) =>
    limits.bucketFor('stripe', account, { perMinute: 60, windowSeconds: 1 });
  const [idle, used] = [bucketOf('idle'), bucketOf('used')];
  for (let account = 0; account < 20_000; account += 1) {
    bucketOf(`account ${account}`);
    bucketOf('used');
  }
  expect(bucketOf('used')).toBe(used);
  expect(bucketOf('idle')).not.toBe(idle);
});
