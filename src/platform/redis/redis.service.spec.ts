import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { RedisServer, describeWithRedis } from '../../../test/support/redis-server.js';
import { createLogger } from '../logging/logger.js';
import { redisConfig } from './redis.config.js';
import { RedisService } from './redis.service.js';

let lines: string[];
let redis: RedisService | undefined;

async function connect(url?: string): Promise<RedisService> {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line).event) };
  const logger = await createLogger({ level: 'info', format: 'json', destination });
  redis = await RedisService.open(redisConfig.read({ REDIS_URL: url }), logger);
  redis.onModuleInit();
  return redis;
}

const isReady = (service: RedisService) => eventually('Redis is ready', () => service.ready || undefined);
const isAway = (service: RedisService) => eventually('Redis is away', () => !service.ready || undefined);

beforeEach(() => {
  lines = [];
});

afterEach(() => {
  redis?.onApplicationShutdown();
  redis = undefined;
});

describe('REDIS_URL', () => {
  it.each(['http://localhost', 'localhost:6379', 'redis:'])('refuses %s', (url) => {
    expect(() => redisConfig.read({ REDIS_URL: url })).toThrow('REDIS_URL');
  });

  it('may be absent', async () => {
    const service = await connect();
    expect([service.client, service.ready, lines]).toEqual([undefined, false, []]);
  });

  it('of nobody delays nothing, and is logged once', async () => {
    const service = await connect('redis://127.0.0.1:1');
    await eventually('the log line', () => lines[0]);
    await expect(service.client?.get('key')).rejects.toThrow('The client is');
    await new Promise((later) => setTimeout(later, 400));
    expect([service.ready, lines]).toEqual([false, ['redis_lost']]);
  });
});

describeWithRedis('A Redis', () => {
  let server: RedisServer;

  beforeEach(async () => {
    server = await RedisServer.start();
  });

  afterEach(async () => {
    server.thaw();
    await server.kill();
  });

  it('that is killed and comes back is lost and found, once each', async () => {
    const service = await connect(server.url);
    await isReady(service);
    for (const outage of [1, 2]) {
      await server.kill();
      await isAway(service);
      const startedAtMs = performance.now();
      await expect(service.client?.get('key')).rejects.toThrow('The client is');
      expect(performance.now() - startedAtMs).toBeLessThan(1_000);
      await server.start();
      await isReady(service);
      await expect(service.client?.set('key', outage)).resolves.toBe('OK');
    }
    expect(lines).toEqual(['redis_lost', 'redis_back', 'redis_lost', 'redis_back']);
  });

  it('that hangs counts as away', async () => {
    const service = await connect(server.url);
    await isReady(service);
    server.freeze();
    await isAway(service);
    server.thaw();
    await isReady(service);
    expect(lines).toEqual(['redis_lost', 'redis_back']);
  });
});
