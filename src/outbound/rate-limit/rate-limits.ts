import { LRUCache } from 'lru-cache';
import type { Logger } from '../../platform/logging/logger.js';
import { systemClock, type Clock } from '../clock.js';
import { RateLimitBucket, type RateLimitEvents, type RateLimitMeans } from './rate-limit-bucket.js';
import type { RateLimitStore } from './rate-limit-store.js';
import { windowLimit } from './token-blocks.js';

/** Accounts that are remembered in this process; of the others, the store still knows the counts. */
const MAX_BUCKETS = 10_000;

/** What an operator and a provider say of a limit. */
export interface RateLimitRule {
  /** Calls a minute for one account, over all replicas; `undefined` without a limit. */
  readonly perMinute: number | undefined;
  /** The window in which the provider counts, in whole seconds. */
  readonly windowSeconds: number;
}

/** The limits of all accounts at all providers. The accounts that were idle for longest are forgotten. */
export class RateLimits {
  private readonly buckets = new LRUCache<string, RateLimitBucket>({ max: MAX_BUCKETS });
  private readonly means: RateLimitMeans;

  constructor(store: RateLimitStore, logger: Logger, events: RateLimitEvents, clock: Clock = systemClock) {
    this.means = { store, logger, events, clock };
  }

  /** The clock that the limits go by. */
  get clock(): Clock {
    return this.means.clock;
  }

  /** The bucket of an account, made when first asked for; the rule is that of its provider. */
  bucketFor(provider: string, account: string, { perMinute, windowSeconds }: RateLimitRule): RateLimitBucket {
    const key = `${provider}:${account}`;
    const known = this.buckets.get(key);
    if (known) return known;
    const limit = perMinute === undefined ? undefined : windowLimit(perMinute, windowSeconds);
    const bucket = new RateLimitBucket(key, { provider, account }, limit, this.means);
    this.buckets.set(key, bucket);
    return bucket;
  }
}
