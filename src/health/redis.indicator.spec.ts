import { afterEach, expect, it } from 'vitest';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test, type TestingModule } from '@nestjs/testing';
import { eventually } from '../../test/support/eventually.js';
import { RedisServer, describeWithRedis } from '../../test/support/redis-server.js';
import { createLogger } from '../platform/logging/logger.js';
import { redisConfig } from '../platform/redis/redis.config.js';
import { RedisService } from '../platform/redis/redis.service.js';
import { RedisIndicator } from './redis.indicator.js';

let module: TestingModule | undefined;

async function healthWith(url?: string) {
  const logger = await createLogger({ level: 'silent', format: 'json' });
  const redis = await RedisService.open(redisConfig.read({ REDIS_URL: url }), logger);
  module = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
    providers: [RedisIndicator, { provide: RedisService, useValue: redis }],
  }).compile();
  await module.init();
  const { health, indicator } = {
    health: module.get(HealthCheckService),
    indicator: module.get(RedisIndicator),
  };
  return { redis, check: async () => (await health.check(indicator.checks())).details };
}

afterEach(async () => {
  await module?.close();
});

it('has no row without a Redis', async () => {
  const { check } = await healthWith();
  expect(await check()).toEqual({});
});

describeWithRedis('The row of Redis', () => {
  it('is up, or degraded, but never down', async () => {
    const server = await RedisServer.start();
    const { redis, check } = await healthWith(server.url);
    await eventually('Redis is ready', () => redis.ready || undefined);
    expect(await check()).toEqual({ redis: { status: 'up' } });
    await server.kill();
    await eventually('Redis is away', () => !redis.ready || undefined);
    expect(await check()).toMatchObject({ redis: { status: 'degraded' } });
  });
});
