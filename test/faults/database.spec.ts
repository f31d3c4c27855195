import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { ProcessUnderTest } from './process-under-test.js';
import { Sender } from './sender.js';

/** FAULTS I3: the database goes away and comes back; the service lives through it and says so meanwhile. */

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

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const before = performance.now();
  return { answer: await work(), ms: performance.now() - before };
}

describe.each([
  ['refuses connections', 2_000, (proxy: TcpProxy) => proxy.cut()],
  ['never answers', 5_000, async (proxy: TcpProxy) => proxy.swallow()],
] as const)('While the database %s', (_name, withinMs, breakIt) => {
  it('webhooks, the API and readiness answer 503 in time, and all is well again by itself', async () => {
    const { hookline, proxy } = await startBehindProxy();
    await breakIt(proxy);
    const body = stripeEvent();
    const [webhook, api, ready, live] = await Promise.all([
      timed(() => deliver(hookline.url, body)),
      timed(() => hookline.api('GET', '/v1/webhook-events')),
      timed(() => request(`${hookline.url}/health/ready`, 'GET')),
      timed(() => request(`${hookline.url}/health/live`, 'GET')),
    ]);
    for (const { answer, ms } of [webhook, api]) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DATABASE_UNAVAILABLE' } } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(ms).toBeLessThan(withinMs);
    }
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
      const { body: page } = await hookline.api('GET', '/v1/webhook-events');
      return page.data?.[0]?.status === 'unhandled' || undefined;
    });
  }, 30_000);
});

describe('PostgreSQL killed under load', () => {
  async function startOwnPostgres(): Promise<{ postgres: EmbeddedPostgres; dataDir: string }> {
    const dataDir = await mkdtemp(join(process.cwd(), '.hookline-test', 'kill-'));
    const postgres = await startEmbeddedPostgres({ dataDir });
    cleanups.push(async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    });
    await migrate(postgres.url);
    return { postgres, dataDir };
  }

  it('loses nothing that was answered, and the process lives', async () => {
    const { postgres, dataDir } = await startOwnPostgres();
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await prepareAudit(client);
    await client.end();
    const service = await ProcessUnderTest.start(postgres.url);
    cleanups.push(() => service.kill());

    const sender = new Sender(service.url, { events: 2_000, connections: 32 });
    const killing = async () => {
      for (let time = 0; time < 2; time += 1) {
        await sleep(400);
        const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
        process.kill(Number(pid), 'SIGKILL');
        await sleep(1_500);
      }
    };
    const [sent] = await Promise.all([sender.run(), killing()]);
    expect(sent.acknowledged.size).toBe(2_000);
    expect([...sent.statuses.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);

    const reader = new Client({ connectionString: postgres.url });
    await reader.connect();
    await eventually(
      'every event is handled',
      async () => {
        const { rows } = await reader.query(
          "SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1",
        );
        return rows.length === 0 || undefined;
      },
      60_000,
    );
    expect(await audit(reader, sent)).toEqual(CLEAN);
    await reader.end();
  }, 120_000);
});
