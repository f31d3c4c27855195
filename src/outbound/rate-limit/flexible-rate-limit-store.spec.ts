import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { RedisServer, describeWithRedis } from '../../../test/support/redis-server.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { platformConfig } from '../../platform/config/platform.config.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { createLogger, type Logger } from '../../platform/logging/logger.js';
import { redisConfig } from '../../platform/redis/redis.config.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { Deadline } from '../deadline.js';
import { RateLimitInterceptor } from '../interceptors/rate-limit.interceptor.js';
import type { OutboundCall } from '../outbound-call.js';
import { FlexibleRateLimitStore } from './flexible-rate-limit-store.js';
import { RateLimits } from './rate-limits.js';
import { postgresLimiters, redisLimiters } from './shared-limiters.js';

let logger: Logger;
let lines: string[];

beforeEach(async () => {
  lines = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line).event) };
  logger = await createLogger({ level: 'info', format: 'json', destination });
});

const WINDOW_SECONDS = 2;
const HELD_UP_MS = 1_000;
/** For a store on a machine that is busy with other tests: where it is late, each replica counts by itself. */
const PATIENT_MS = 20_000;

/**
 * Counts as providers do: in fixed windows that begin with their first call. What is too much gets a 429. Its windows are
 * shorter than ours by {@link HELD_UP_MS}, since a busy machine may hold a call up between its token and its count.
 */
class Provider {
  served = 0;
  refused = 0;
  private windowEndsAtMs = 0;
  private inWindow = 0;

  constructor(private readonly limit: number) {}

  answer = async () => {
    const nowMs = performance.now();
    if (nowMs >= this.windowEndsAtMs) {
      this.windowEndsAtMs = nowMs + WINDOW_SECONDS * 1000 - HELD_UP_MS;
      this.inWindow = 0;
    }
    this.inWindow += 1;
    const isRefused = this.inWindow > this.limit;
    if (isRefused) this.refused += 1;
    else this.served += 1;
    return { status: isRefused ? 429 : 200, headers: {}, body: Buffer.alloc(0) };
  };
}

function call(deadline: Deadline): OutboundCall {
  return {
    method: 'GET',
    url: new URL('http://localhost/v1/things'),
    headers: {},
    provider: 'stripe',
    operation: 'things.get',
    endpoint: '/v1/things/:id',
    priority: 'interactive',
    mayWait: true,
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 1 },
  };
}

const silent = { onThrottled: () => undefined, onWait: () => undefined };

function replica(store: FlexibleRateLimitStore, perMinute: number): RateLimitInterceptor {
  return new RateLimitInterceptor(new RateLimits(store, logger, silent), perMinute, {
    rateLimitWindowSeconds: WINDOW_SECONDS,
  });
}

/** Sends so many calls from each replica at once. */
async function sendAll(
  replicas: readonly RateLimitInterceptor[],
  calls: number,
  provider: Provider,
): Promise<void> {
  const deadline = new Deadline(15_000);
  try {
    await Promise.all(
      replicas.flatMap((one) =>
        Array.from({ length: calls }, () => one.intercept(call(deadline), provider.answer)),
      ),
    );
  } finally {
    deadline.clear();
  }
}

describe('Limits shared by PostgreSQL', () => {
  let database: TestDatabase;
  let prisma: BackgroundPrismaService;

  beforeAll(async () => {
    database = await createTestDatabase();
    prisma = new BackgroundPrismaService(database.url, logger, platformConfig.read({}));
    // The first connections take longer than a call has patience for.
    await Promise.all([1, 2, 3].map(() => prisma.rateLimit.count()));
  });

  afterAll(async () => {
    await prisma.onApplicationShutdown();
    await database.drop();
  });

  const store = () =>
    new FlexibleRateLimitStore({ ...postgresLimiters(prisma), patienceMs: PATIENT_MS }, logger);

  it('hold for three replicas together', async () => {
    const provider = new Provider(20);
    await sendAll(
      [1, 2, 3].map(() => replica(store(), 600)),
      20,
      provider,
    );
    expect(lines).toEqual([]);
    expect(provider).toMatchObject({ served: 60, refused: 0 });
  });

  it('count and pause exactly', async () => {
    const [one, other] = [store(), store()];
    expect(await one.look('exact', 60)).toBeUndefined();
    expect(await one.take('exact', 5, 60)).toMatchObject({ counted: 5, pausedMs: 0 });
    expect(await other.take('exact', 7, 60)).toMatchObject({ counted: 12 });
    expect(await one.look('exact', 60)).toMatchObject({ counted: 12 });
    await one.pause('exact', 30_000, 60);
    await other.pause('exact', 5_000, 60);
    const { counted, endsInMs, pausedMs } = await other.take('exact', 1, 60);
    expect(counted).toBe(13);
    expect(endsInMs).toBeGreaterThan(50_000);
    expect(pausedMs).toBeGreaterThan(25_000);
  });
});

describeWithRedis('Limits shared by Redis', () => {
  let server: RedisServer;
  let connections: RedisService[];

  beforeEach(async () => {
    server = await RedisServer.start();
    connections = [];
  });

  afterEach(async () => {
    for (const connection of connections) connection.onApplicationShutdown();
    server.thaw();
    await server.kill();
  });

  async function store(
    patienceMs = PATIENT_MS,
    onAway?: (away: boolean) => void,
  ): Promise<FlexibleRateLimitStore> {
    const redis = await RedisService.open(redisConfig.read({ REDIS_URL: server.url }), logger);
    connections.push(redis);
    redis.onModuleInit();
    await eventually('Redis is ready', () => redis.ready || undefined);
    if (!redis.client) throw new Error('No client');
    return new FlexibleRateLimitStore({ ...redisLimiters(redis.client), patienceMs }, logger, onAway);
  }

  it('hold for three replicas together', async () => {
    const provider = new Provider(34);
    const replicas = [
      replica(await store(), 1_020),
      replica(await store(), 1_020),
      replica(await store(), 1_020),
    ];
    await sendAll(replicas, 34, provider);
    expect(provider).toMatchObject({ served: 102, refused: 0 });
  });

  it('count and pause exactly', async () => {
    const [one, other] = [await store(), await store()];
    expect(await one.look('exact', 60)).toBeUndefined();
    expect(await one.take('exact', 5, 60)).toMatchObject({ counted: 5, pausedMs: 0 });
    expect(await other.take('exact', 7, 60)).toMatchObject({ counted: 12 });
    expect(await one.look('exact', 60)).toMatchObject({ counted: 12 });
    await one.pause('exact', 30_000, 60);
    await other.pause('exact', 5_000, 60);
    expect((await other.take('exact', 1, 60)).pausedMs).toBeGreaterThan(25_000);
  });

  it('are kept by each replica while Redis is gone, without an error, and together again afterwards', async () => {
    const away: boolean[] = [];
    const one = await store(PATIENT_MS, (isAway) => away.push(isAway));
    const provider = new Provider(Infinity);
    const road = replica(one, 6_000);
    await sendAll([road], 30, provider);
    await server.kill();
    await sendAll([road], 250, provider);
    expect([provider.served, away]).toEqual([280, [true]]);
    await server.start();
    await eventually('limits are shared again', async () => {
      await sendAll([road], 1, provider);
      await one.take('other', 1, 1);
      return away.length === 2 || undefined;
    });
    expect(away).toEqual([true, false]);
    expect(lines.filter((event) => event.startsWith('rate_limits'))).toEqual([
      'rate_limits_local',
      'rate_limits_shared',
    ]);
  });

  it('make nobody wait for a Redis that hangs', async () => {
    const patienceMs = 3_000;
    const one = await store(patienceMs);
    await one.take('key', 1, 1);
    server.freeze();
    await one.take('key', 1, 1); // ends, since the store's patience does
    const startedAtMs = performance.now();
    for (let calls = 0; calls < 2; calls += 1) await one.take('key', 1, 1);
    expect(performance.now() - startedAtMs).toBeLessThan(patienceMs);
  });
});
