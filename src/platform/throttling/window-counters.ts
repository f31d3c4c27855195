import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { RedisService } from '../redis/redis.service.js';

const KEY_PREFIX = 'hookline:throttle';

/** What the storage answers; the package does not give the type a name at its door. */
type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts by key and window: in Redis, for all replicas, where there is one; in this process without it, or while it is
 * away. Losing Redis thus refuses nobody: for as long as it lasts, each replica allows the whole limit by itself.
 */
@Injectable()
export class WindowCounters implements ThrottlerStorage {
  private readonly byWindow = new Map<number, RateLimiterAbstract>();

  constructor(private readonly redis: RedisService) {}

  /** Counts one more; how many there are in the window, and how long that still is. */
  async count(key: string, windowSeconds: number): Promise<{ counted: number; endsInMs: number }> {
    // `penalty` is `consume` that does not reject beyond the limit.
    const { consumedPoints, msBeforeNext } = await this.of(windowSeconds).penalty(key);
    return { counted: consumedPoints, endsInMs: Math.max(0, msBeforeNext) };
  }

  /** What `@nestjs/throttler` asks for; its `ttl` is in ms, the times of its answer in seconds. */
  async increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const { counted, endsInMs } = await this.count(key, Math.ceil(ttl / 1000));
    const endsInSeconds = Math.max(1, Math.ceil(endsInMs / 1000));
    return {
      totalHits: counted,
      timeToExpire: endsInSeconds,
      isBlocked: counted > limit,
      timeToBlockExpire: endsInSeconds,
    };
  }

  /** rate-limiter-flexible wants one object for each length of a window. */
  private of(windowSeconds: number): RateLimiterAbstract {
    const known = this.byWindow.get(windowSeconds);
    if (known) return known;
    const limiter = this.limiter(windowSeconds);
    this.byWindow.set(windowSeconds, limiter);
    return limiter;
  }

  private limiter(duration: number): RateLimiterAbstract {
    // The limit is no business of the counters: it is decided by whoever asks.
    const options = { keyPrefix: KEY_PREFIX, points: Number.MAX_SAFE_INTEGER, duration };
    const memory = new RateLimiterMemory(options);
    if (!this.redis.client) return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: this.redis.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      insuranceLimiter: memory,
    });
  }
}
