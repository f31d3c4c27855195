import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../src/platform/api-access/api-keys.service.js';
import { createLogger, LOGGER } from '../src/platform/logging/logger.js';
import { FAILURE_LIMITS } from '../src/platform/throttling/failure-throttle.js';
import { eventually } from './support/eventually.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { describeWithRedis, RedisServer } from './support/redis-server.js';
import { deliver, stripeEvent } from './support/stripe-webhooks.js';

const API_LIMIT = 30;
const BAD_CREDENTIALS = 25;
const BAD_SIGNATURES = 25;

/** What the log said, line by line. */
const lines: Record<string, unknown>[] = [];

let hookline: TestHookline;

const start = async (environment: Record<string, string> = {}) =>
  startTestHookline({
    environment: { API_RATE_LIMIT: String(API_LIMIT), ...environment },
    override: [
      [FAILURE_LIMITS, { credentials: BAD_CREDENTIALS, signatures: BAD_SIGNATURES }],
      [
        LOGGER,
        await createLogger({
          level: 'warn',
          format: 'json',
          destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
        }),
      ],
    ],
  });

beforeAll(async () => {
  hookline = await start();
});
afterAll(() => hookline?.close());

const call = (key: string, { url } = hookline) =>
  request(`${url}/v1/connections`, 'GET', undefined, { Authorization: `Bearer ${key}` });

const wrongKey = () => `hl_${Math.random().toString(36).slice(2)}`;

async function metric(kind: string): Promise<number> {
  const { body } = await request(`${hookline.url}/metrics`, 'GET');
  const [, value] = new RegExp(`security_events_total\\{kind="${kind}"\\} (\\d+)`).exec(String(body)) ?? [];
  return Number(value);
}

const suspicions = (kind: string) =>
  lines.filter((line) => line['event'] === 'suspicious_activity' && line['kind'] === kind);

describe('The API answers one caller at a bounded pace', () => {
  it('says what is left, and 429 with Retry-After beyond', async () => {
    const key = await hookline.createKey('connections:read');
    const first = await call(key);
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-limit')).toBe(String(API_LIMIT));
    expect(first.headers.get('ratelimit-remaining')).toBe(String(API_LIMIT - 1));
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    for (let sent = 1; sent < API_LIMIT; sent += 1) expect((await call(key)).status).toBe(200);
    const refused = await call(key);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect((await call(await hookline.createKey('connections:read'))).status).toBe(200);
    expect(await metric('throttled')).toBe(1);
  });

  it('counts a key that lacks the scope as forbidden, and not against anybody', async () => {
    const key = await hookline.createKey('payments:read');
    expect((await call(key)).status).toBe(403);
    expect(await metric('forbidden')).toBe(1);
  });
});

describe('Bad credentials from one address', () => {
  it('are refused unseen after some, while who got in from there still gets in', async () => {
    const good = await hookline.createKey('connections:read');
    expect((await call(good)).status).toBe(200);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < BAD_CREDENTIALS + 5; attempt += 1) {
      statuses.push((await call(wrongKey())).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(BAD_CREDENTIALS);
    expect(statuses.slice(BAD_CREDENTIALS)).toEqual([429, 429, 429, 429, 429]);
    expect((await call(good)).status).toBe(200);
    expect(await metric('bad_api_key')).toBe(BAD_CREDENTIALS);
  });

  it('are one line in the log, not one each', () => {
    expect(suspicions('bad_api_key')).toMatchObject([{ level: 'warn', address: '127.0.0.1', count: 20 }]);
  });

  it('also when it was good once: a revoked key waits like any other', async () => {
    const keys = hookline.app.get(ApiKeysService, { strict: false });
    const { id, key } = await keys.create('short-lived', ['admin']);
    await keys.revoke(id);
    expect((await call(key)).status).toBe(429);
  });

  it.runIf(process.platform === 'linux')('are no business of another address', async () => {
    expect(await statusFrom('127.0.0.2', wrongKey())).toBe(401);
  });
});

/** This machine has many addresses of its own. */
function statusFrom(localAddress: string, key: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}` };
    httpRequest(`${hookline.url}/v1/connections`, { localAddress, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('Forged webhooks from one address', () => {
  const forge = () => deliver(hookline.url, stripeEvent(), 't=1,v1=00');

  it('are answered 429 after some, before a signature is computed', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < BAD_SIGNATURES + 3; sent += 1) statuses.push((await forge()).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(BAD_SIGNATURES);
    expect(statuses.slice(BAD_SIGNATURES)).toEqual([429, 429, 429]);
    const unseen = await deliver(hookline.url, stripeEvent());
    expect([unseen.status, unseen.body.error.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(unseen.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(suspicions('bad_signature')).toMatchObject([{ provider: 'stripe', count: 20 }]);
  });

  it('never keep out a provider that sends from there, too', async () => {
    const other = await start();
    try {
      expect((await deliver(other.url, stripeEvent())).status).toBe(200);
      for (let sent = 0; sent < BAD_SIGNATURES + 1; sent += 1) {
        expect((await deliver(other.url, stripeEvent(), 't=1,v1=00')).status).toBe(401);
      }
      expect((await deliver(other.url, stripeEvent())).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});

describeWithRedis('With Redis, replicas count together', () => {
  it('and losing it refuses nobody', async () => {
    const redis = await RedisServer.start();
    const one = await start({ REDIS_URL: redis.url });
    const two = await startTestHookline({
      databaseUrl: one.databaseUrl,
      environment: { API_RATE_LIMIT: String(API_LIMIT), REDIS_URL: redis.url },
    });
    try {
      const key = await one.createKey('connections:read');
      await eventually('both count in Redis', async () => {
        const before = Number((await call(key, one)).headers.get('ratelimit-remaining'));
        const after = Number((await call(key, two)).headers.get('ratelimit-remaining'));
        return after === before - 1 || undefined;
      });
      const other = await one.createKey('connections:read');
      for (let sent = 0; sent < API_LIMIT; sent += 1) await call(other, sent % 2 ? one : two);
      expect([(await call(other, one)).status, (await call(other, two)).status]).toEqual([429, 429]);
      await redis.kill();
      expect((await call(other, one)).status).toBe(200);
      expect((await call(other, two)).status).toBe(200);
    } finally {
      await Promise.all([one.close(), two.close()]);
      await redis.kill();
    }
  });
});
