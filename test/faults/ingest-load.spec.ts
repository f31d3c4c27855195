import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline } from '../support/hookline.js';
import { RedisServer, describeWithRedis } from '../support/redis-server.js';
import { sendgridBatch, sendgridSigner } from '../support/sendgrid-webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import type { Sent } from './sender.js';
import { deliverSteadily, type SteadyLoad, type SteadyOptions } from './steady-senders.js';

/** FAULTS I6, I7 and I18: more at once than is usual, and less to take it with. */

/** The limits of providers hold in the long form, which has the machine to itself; beside other tests, only that it ends. */
const BESIDE_OTHERS_MS = 20_000;

let database: TestDatabase;
let client: Client;
let service: ProcessUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await prepareAudit(client);
  // It only takes in: the handlers would want the same processor, and run elsewhere at the end.
  service = await ProcessUnderTest.start(database.url, { ROLE: 'web', ...sendgridSigner.environment });
  await load({ perSecond: 200, seconds: 2 }); // a process is slow at first
});
afterAll(async () => {
  await service?.kill();
  await client?.end();
  await database?.drop();
});

/** Of all runs of this file: the audit knows every event that was ever sent. */
const all: Sent = { acknowledged: new Set(), unacknowledged: new Set(), statuses: new Map() };

async function load(options: SteadyOptions, on: { url: string } = service): Promise<SteadyLoad> {
  const sent = await deliverSteadily(on.url, options);
  for (const id of sent.acknowledged) all.acknowledged.add(id);
  for (const id of sent.unacknowledged) all.unacknowledged.add(id);
  return sent;
}

/** 2,000 senders, each with an event of its own, within a twentieth of a second. */
const everybody = () => load({ perSecond: 40_000, seconds: 0.05, type: 'a.b' });

/** Of the API, made by hand: the service is in a process of its own. */
async function createKey(): Promise<string> {
  const key = 'hl_the_key_of_this_test';
  await client.query(
    `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'test', 'hl_the_', $1, '{admin}')`,
    [createHash('sha256').update(key).digest()],
  );
  return key;
}

/** A transaction that was opened by hand and forgotten, with a lock on a table. */
async function holdTable(table: 'webhook_events' | 'webhook_handler_runs'): Promise<() => Promise<void>> {
  const holder = new Client({ connectionString: database.url });
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return () => holder.end();
}

describe('Two thousand senders at once', () => {
  it('are all answered 200, the last of them before any provider gives up', async () => {
    const { statuses, p99Ms, maxMs } = await everybody();
    process.stderr.write(`2,000 at once: p99 ${p99Ms.toFixed(0)} ms\n`);
    expect([...statuses]).toEqual([[200, 2_000]]);
    expect(maxMs).toBeLessThan(LONG ? 3_000 : BESIDE_OTHERS_MS);
  }, 90_000);

  it('are told to come again within 5 s while somebody holds the table, and are taken within 5 s of its release', async () => {
    const release = await holdTable('webhook_events');
    const { statuses, maxMs } = await everybody();
    expect([...statuses]).toEqual([[503, 2_000]]);
    expect(maxMs).toBeLessThan(LONG ? 5_000 : BESIDE_OTHERS_MS);
    await release();
    const releasedMs = performance.now();
    await eventually('the first is taken', async () =>
      (await load({ perSecond: 1, seconds: 1 })).acknowledged.size === 1 ? true : undefined,
    );
    expect(performance.now() - releasedMs).toBeLessThan(5_000);
    expect([...(await everybody()).statuses]).toEqual([[200, 2_000]]);
  }, 180_000);

  it('are taken as ever while the API has used up its own connections', async () => {
    const release = await holdTable('webhook_handler_runs');
    const headers = { Authorization: `Bearer ${await createKey()}` };
    const readers = Promise.all(
      Array.from({ length: 40 }, () =>
        request(`${service.url}/v1/webhook-events`, 'GET', undefined, headers),
      ),
    );
    const { statuses, maxMs } = await everybody();
    expect(new Set((await readers).map(({ status }) => status))).toEqual(new Set([503]));
    await release();
    expect([...statuses]).toEqual([[200, 2_000]]);
    expect(maxMs).toBeLessThan(LONG ? 3_000 : BESIDE_OTHERS_MS);
  }, 90_000);
});

describe('A burst of ten times the usual', () => {
  it('is taken whole, and no answer takes as long as a provider waits', async () => {
    const usual = await load({ perSecond: 40, seconds: 2 });
    const burst = await load({ perSecond: 400, seconds: LONG ? 10 : 2 });
    process.stderr.write(
      `Burst: p99 ${usual.p99Ms.toFixed(0)} ms at 40/s, ${burst.p99Ms.toFixed(0)} ms at 400/s\n`,
    );
    expect([...burst.statuses.keys()]).toEqual([200]);
    expect(burst.p99Ms).toBeLessThan(LONG ? 3_000 : BESIDE_OTHERS_MS);
  }, 180_000);
});

describe('A request with more events than may wait', () => {
  it('is taken whole, or refused whole and taken later; it ends nothing', async () => {
    const events = Array.from({ length: 5_000 }, (_, index) => ({
      event: 'open',
      timestamp: 1_785_000_001,
      sg_event_id: `open_${index}`,
    }));
    const post = async () => {
      const { headers, body } = sendgridSigner.sign({ body: sendgridBatch(...events) });
      const answer = await fetch(`${service.url}/webhooks/sendgrid`, { method: 'POST', headers, body });
      return answer.status;
    };
    const release = await holdTable('webhook_events');
    expect(await post()).toBe(503);
    await release();
    await eventually('it is taken', async () => ((await post()) === 200 ? true : undefined), 15_000);
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM webhook_events WHERE external_id LIKE 'open%'",
    );
    expect(rows).toEqual([{ n: 5_000 }]);
    for (const { sg_event_id: id } of events) all.acknowledged.add(id);
  }, 180_000);
});

describeWithRedis('A Redis that is killed while events come in', () => {
  it('is noticed by none of them', async () => {
    const redis = await RedisServer.start();
    const environment = { ROLE: 'web', REDIS_URL: redis.url };
    const beside = await startTestHookline({ databaseUrl: database.url, environment });
    await load({ perSecond: 100, seconds: 1 }, beside);
    const [sent] = await Promise.all([
      load({ perSecond: 100, seconds: 2 }, beside),
      new Promise((resolve) => setTimeout(resolve, 700)).then(() => redis.kill()),
    ]);
    await beside.close();
    expect([...sent.statuses]).toEqual([[200, 200]]);
    expect(sent.p99Ms).toBeLessThan(LONG ? 1_000 : BESIDE_OTHERS_MS);
  }, 180_000);
});

describe('After all of this', () => {
  it('everything that was answered 200 is stored once and handled once', async () => {
    const worker = await ProcessUnderTest.start(database.url, sendgridSigner.environment);
    await eventually(
      'all is handled',
      async () => {
        const { rowCount } = await client.query(
          "SELECT 1 FROM webhook_events WHERE status IN ('pending', 'failed') LIMIT 1",
        );
        return rowCount === 0 || undefined;
      },
      180_000,
    );
    await worker.kill();
    expect(await audit(client, all)).toEqual(CLEAN);
  }, 270_000);
});
