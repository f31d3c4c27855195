import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { RedisService } from '../platform/redis/redis.service.js';

/** Whether Redis is connected. Without it everything goes on in a slower way, so it is degraded at worst. */
@Injectable()
export class RedisIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly redis: RedisService,
  ) {}

  /** One check where `REDIS_URL` is set, else none. */
  checks(): (() => HealthIndicatorResult)[] {
    return this.redis.client ? [() => this.check()] : [];
  }

  private check(): HealthIndicatorResult {
    const row = this.indicators.check('redis');
    if (this.redis.ready) return row.up();
    return row.degraded({ message: 'Redis does not answer. Limits and caches are kept in each process.' });
  }
}
