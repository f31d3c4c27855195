import { Module } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { ClockModule, ROAD_CLOCK } from '../clock.module.js';
import type { Clock } from '../clock.js';
import { OutboundMetricsModule } from '../metrics/outbound-metrics.module.js';
import { OutboundMetrics } from '../metrics/outbound-metrics.js';
import { FlexibleRateLimitStore } from './flexible-rate-limit-store.js';
import { RateLimitPruning } from './rate-limit-pruning.js';
import { RateLimits } from './rate-limits.js';
import { postgresLimiters, redisLimiters } from './shared-limiters.js';

/** The limits of all accounts, counted in Redis where there is one, else in PostgreSQL. */
@Module({
  imports: [ClockModule, OutboundMetricsModule],
  providers: [
    {
      provide: RateLimits,
      useFactory: sharedRateLimits,
      inject: [RedisService, BackgroundPrismaService, LOGGER, OutboundMetrics, ROAD_CLOCK],
    },
    RateLimitPruning,
  ],
  exports: [RateLimits],
})
export class RateLimitsModule {}

async function sharedRateLimits(
  redis: RedisService,
  prisma: BackgroundPrismaService,
  logger: Logger,
  metrics: OutboundMetrics,
  clock: Clock,
): Promise<RateLimits> {
  if (redis.client) metrics.observeRedis(() => redis.ready);
  const limiters = redis.client ? redisLimiters(redis.client) : postgresLimiters(prisma);
  const events = {
    onThrottled: (provider: string) => metrics.rateLimited(provider),
    onWait: (provider: string, seconds: number) => metrics.waitedForRateLimit(provider, seconds),
  };
  const store = new FlexibleRateLimitStore(limiters, logger);
  if (!redis.client) await store.warmUp(); // Redis is connected to in the background, after the start
  return new RateLimits(store, logger, events, clock);
}
