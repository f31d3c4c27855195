import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { LONG } from './long-form.js';
import { startOwnPostgres, type PostgresEnd } from './own-postgres.js';
import { ProcessUnderTest } from './process-under-test.js';
import { Sender } from './sender.js';

/** FAULTS I3 and I4: the database goes away and comes back; the service lives through it and says so meanwhile. */

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function startBehindProxy(): Promise<{
  hookline: TestHookline;
  proxy: TcpProxy;
  database: TestDatabase;
}> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  const proxy = await TcpProxy.to(database.url);
  cleanups.push(() => proxy.cut());
  const hookline = await startTestHookline({ databaseUrl: proxy.url });
  cleanups.push(async () => {
    await proxy.mend();
    await hookline.close();
  });
  return { hookline, proxy, database };
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // the database goes away, which is what this is about
  await client.connect();
  return client;
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const before = performance.now();
  return { answer: await work(), ms: performance.now() - before };
}

/** How many connections the ingest has, as the server counts them. */
async function ingestConnections(client: Client): Promise<number> {
  const { rows } = await client.query(
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'hookline-ingest' AND datname = current_database()",
  );
  return rows.length;
}

describe.each([
  ['refuses connections', 2_000, (proxy: TcpProxy) => proxy.cut()],
  ['never answers', 5_000, async (proxy: TcpProxy) => proxy.swallow()],
] as const)('While the database %s', (_name, withinMs, breakIt) => {
  it('webhooks, the API and readiness answer 503 in time, and all is well again by itself', async () => {
    const { hookline, proxy, database } = await startBehindProxy();
    // The connections of the ingest are there before, and at work when they break.
    await Promise.all(Array.from({ length: 20 }, () => deliver(hookline.url, stripeEvent())));
    const body = stripeEvent();
    const others = Array.from({ length: 20 }, () => stripeEvent());
    const broken = breakIt(proxy);
    const [webhook, more, api, ready, live] = await Promise.all([
      timed(() => deliver(hookline.url, body)),
      timed(() => Promise.all(others.map((other) => deliver(hookline.url, other)))),
      timed(() => hookline.api('GET', '/v1/webhook-events')),
      timed(() => request(`${hookline.url}/health/ready`, 'GET')),
      timed(() => request(`${hookline.url}/health/live`, 'GET')),
      broken,
    ]);
    for (const { answer, ms } of [webhook, api]) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DATABASE_UNAVAILABLE' } } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(ms).toBeLessThan(withinMs);
    }
    expect(new Set(more.answer.map(({ status }) => status))).toEqual(new Set([503]));
    expect(more.ms).toBeLessThan(withinMs);
    expect(ready.answer).toMatchObject({
      status: 503,
      body: { status: 'error', error: { database: { status: 'down' } } },
    });
    expect(ready.ms).toBeLessThan(3_000);
    expect(live.answer.status).toBe(200);

    await proxy.mend();
    const recovered = await timed(() =>
      eventually('the first 200', async () =>
        (await deliver(hookline.url, body)).status === 200 ? true : undefined,
      ),
    );
    expect(recovered.ms).toBeLessThan(2_000);
    expect((await request(`${hookline.url}/health/ready`, 'GET')).status).toBe(200);
    await eventually('the event is handled', async () => {
      const { body: page } = await hookline.api('GET', '/v1/webhook-events?status=unhandled');
      const externalId = JSON.parse(body).id;
      return (
        page.data?.some((event: { external_id: string }) => event.external_id === externalId) || undefined
      );
    });
    const observer = await connectTo(database.url);
    cleanups.push(() => observer.end());
    await eventually('the ingest has no connection too many', async () =>
      (await ingestConnections(observer)) <= 2 ? true : undefined,
    );
  }, 90_000);
});

describe('PostgreSQL ended under load', () => {
  /** One after the other. The connections of the ingest are also ended alone. */
  const ends: readonly (PostgresEnd | 'ingest')[] = ['ingest', 'kill -9', 'immediate', 'fast'];
  const rounds = LONG ? 10 : 1;

  it(
    'in all of its ways loses nothing that was answered, and the process lives',
    async () => {
      const postgres = await startOwnPostgres();
      cleanups.push(() => postgres.close());
      const client = await connectTo(postgres.url);
      await prepareAudit(client);
      await client.end();
      const service = await ProcessUnderTest.start(postgres.url);
      cleanups.push(() => service.kill());

      const end = async (how: PostgresEnd | 'ingest') => {
        if (how !== 'ingest') return postgres.end(how);
        const terminator = await eventually('PostgreSQL is back', () =>
          connectTo(postgres.url).catch(() => undefined),
        );
        await terminator.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hookline-ingest'",
        );
        return terminator.end();
      };
      const ending = async () => {
        for (let round = 0; round < rounds; round += 1) {
          for (const how of ends) {
            await sleep(200);
            await end(how);
            await sleep(1_000);
          }
        }
      };
      const sender = new Sender(service.url, {
        events: 2_000 * rounds,
        connections: 32,
        persistMs: 60_000 * rounds,
      });
      const [sent] = await Promise.all([sender.run(), ending()]);
      expect(sent.acknowledged.size).toBe(2_000 * rounds);
      // No broken connection either: the process has lived through it all.
      expect([...sent.statuses.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);

      const reader = await eventually('PostgreSQL is back', () =>
        connectTo(postgres.url).catch(() => undefined),
      );
      await eventually(
        'every event is handled',
        async () => {
          const { rows } = await reader.query(
            "SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1",
          );
          return rows.length === 0 || undefined;
        },
        180_000,
      );
      expect(await audit(reader, sent)).toEqual(CLEAN);
      expect(await ingestConnections(reader)).toBeLessThanOrEqual(2);
      await reader.end();
    },
    120_000 * rounds,
  );
});
