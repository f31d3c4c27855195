import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { describeWithRedis, RedisServer } from '../../../test/support/redis-server.js';
import { createLogger, type Logger } from '../../platform/logging/logger.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { redisAnswerStore } from './redis-answer-store.js';
import { ResponseCache } from './response-cache.js';

const rule = { ttlMs: 60_000, staleIfErrorMs: 60_000 };
const SECRET = 'jane@example.com';

let redis: RedisServer;
let clock: ManualClock;
let logger: Logger;
let log: Record<string, unknown>[];
let asked: number;
const services: RedisService[] = [];
const deadlines: Deadline[] = [];
const box = new SealedBox({
  encryptionKeys: [{ id: 'k1', key: randomBytes(32) }],
} as ConstructorParameters<typeof SealedBox>[0]);

beforeEach(async () => {
  redis = await RedisServer.start();
  clock = new ManualClock();
  log = [];
  asked = 0;
  logger = await createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>) },
  });
});

afterEach(async () => {
  for (const deadline of deadlines.splice(0)) deadline.clear();
  for (const service of services.splice(0)) service.onApplicationShutdown();
  redis.thaw();
  await redis.kill();
});

async function connect(): Promise<NonNullable<RedisService['client']>> {
  const service = await RedisService.open({ url: redis.url }, logger);
  services.push(service);
  service.onModuleInit();
  await eventually('Redis is connected', () => service.ready || undefined);
  if (!service.client) throw new Error('No client');
  return service.client;
}

/** @param patienceMs on a busy machine, even a Redis that is well may take its time */
async function replica(patienceMs = 1_000) {
  const store = await redisAnswerStore(await connect());
  return new ResponseCache({ shared: { store, box, patienceMs }, logger, clock });
}

function call(): OutboundCall {
  const deadline = new Deadline(5000);
  deadlines.push(deadline);
  return {
    provider: 'acme',
    operation: 'things.list',
    endpoint: '/things',
    method: 'GET',
    url: new URL(`https://api.acme.test/things?email=${SECRET}`),
    headers: { authorization: 'Bearer hunter2' },
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 0 },
  };
}

async function read(cache: ResponseCache): Promise<string> {
  const { body, fromCache } = await cache.answer(call(), rule, answer);
  return `${body.toString()} ${fromCache ?? 'asked'}`;
}

async function answer(): Promise<OutboundResponse> {
  asked += 1;
  return { status: 200, headers: { etag: '"a"' }, body: Buffer.from(`é\u0000${SECRET} ${asked}`, 'latin1') };
}

const expected = (count: number, from: string) =>
  `${Buffer.from(`é\u0000${SECRET} ${count}`, 'latin1').toString()} ${from}`;

/** All keys and values in Redis. */
async function contents(): Promise<Record<string, string | null>> {
  const client = await connect();
  const keys = await client.keys('*');
  return Object.fromEntries(
    await Promise.all(keys.map(async (key) => [key, await client.get(key)] as const)),
  );
}

async function untilShared(): Promise<void> {
  await eventually('the answer is in Redis', async () =>
    Object.keys(await contents()).some((key) => key.includes('things.list:')) ? true : undefined,
  );
}

const events = () => log.map(({ event }) => event).filter((event) => String(event).startsWith('response_'));

describeWithRedis('a cache that replicas share', () => {
  it('gives one replica what another has asked for, byte by byte', async () => {
    const [one, other] = [await replica(), await replica()];
    expect(await read(one)).toBe(expected(1, 'asked'));
    await untilShared();
    expect(await read(other)).toBe(expected(1, 'fresh'));
  });

  it('forgets in all of them after a write at one', async () => {
    const [one, other] = [await replica(), await replica()];
    await read(one);
    await untilShared();
    await read(other);
    await other.forgetAfter({ provider: 'acme', operation: 'things.create' });
    expect(await read(one)).toBe(expected(2, 'asked'));
    expect(await read(other)).toMatch(/ (?:fresh|asked)$/);
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('shows nothing of answers, URLs and credentials to whoever reads Redis, and leaves nothing for ever', async () => {
    await read(await replica());
    await untilShared();
    const all = await contents();
    const text =
      JSON.stringify(all) +
      Object.values(all)
        .map((value) => decoded(value))
        .join('');
    expect(Object.keys(all).filter((key) => !key.startsWith('hookline:cache::'))).toEqual([]);
    expect(text).not.toContain('jane');
    expect(text).not.toContain('hunter2');
    const client = await connect();
    for (const key of Object.keys(all)) expect(await client.pTTL(key)).toBeGreaterThan(0);
  });

  it('does not believe an answer that was put under another key', async () => {
    await read(await replica());
    await untilShared();
    const client = await connect();
    const key = (await client.keys('*')).find((name) => name.includes('things.list:')) ?? '';
    await client.set(key, JSON.stringify({ value: box.seal('{}', 'another key').toString() }));
    expect(await read(await replica())).toBe(expected(2, 'asked'));
    expect(log.map(({ event }) => event)).toContain('cached_answer_unreadable');
  });

  it('goes on in each process while Redis is gone, and says so once', async () => {
    const one = await replica();
    await read(one);
    await redis.kill();
    expect(await read(one)).toBe(expected(1, 'fresh'));
    for (let times = 0; times < 3; times += 1) {
      await clock.advance(2000);
      expect(await read(one)).toBe(expected(1, 'fresh'));
    }
    await one.forgetAfter({ provider: 'acme', operation: 'things.create' });
    expect(await read(one)).toBe(expected(2, 'asked'));
    expect(await read(one)).toBe(expected(2, 'fresh'));
    expect(events()).toEqual(['response_cache_lost']);
  });

  it('costs one short wait when Redis does not answer, and the next calls nothing', async () => {
    const one = await replica(50);
    await read(one);
    redis.freeze();
    const startedAt = performance.now();
    for (let times = 0; times < 200; times += 1) expect(await read(one)).toBe(expected(1, 'fresh'));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('believes nothing older than a write that could not be shared, once Redis is back', async () => {
    const [one, other] = [await replica(), await replica()];
    await read(one);
    await untilShared();
    await read(other);
    redis.freeze();
    await read(one); // finds out that Redis is away, and leaves it alone for a while
    redis.thaw();
    await one.forgetAfter({ provider: 'acme', operation: 'things.create' });
    await clock.advance(5000);
    expect(await read(one)).toBe(expected(2, 'asked'));
    expect(await read(other)).not.toBe(expected(1, 'fresh'));
  });
});

function decoded(value: string | null): string {
  const { value: sealed = '' } = JSON.parse(value ?? '{}') as { value?: string };
  return Buffer.from(sealed, 'base64').toString('latin1');
}
