import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import { Sender } from './sender.js';

/** FAULTS I1, I2, I8 and I9: nothing that was answered 200 is lost or handled twice, however the process ends. */

const EVENTS = LONG ? 5_000 : 1_200;

let database: TestDatabase | undefined;
let client: Client | undefined;
let service: ProcessUnderTest | undefined;

afterEach(async () => {
  await service?.kill();
  await client?.end();
  await database?.drop();
});

async function start(environment: Record<string, string> = {}) {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await prepareAudit(client);
  service = await ProcessUnderTest.start(database.url, environment);
  return { service, client };
}

/** Ends and starts the service `times` times, at moments that the seed decides, while `sending` goes on. */
async function disturb(times: number, end: (service: ProcessUnderTest) => Promise<unknown>): Promise<void> {
  if (!service) throw new Error('Start the service first.');
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  process.stderr.write(`Times by SEED=${seed}\n`);
  for (let time = 1; time <= times; time += 1) {
    await sleep(150 + ((seed * 7919 * time) % 450)); // when it ends has to be a matter of chance, but not to remain one
    await end(service);
    await service.start();
  }
}

/** Jobs of a killed process come back once its heartbeat is missed: after 10 s, noticed within 5 more. */
const settled = (reader: Client) =>
  eventually(
    'every event is handled',
    async () => {
      const { rows } = await reader.query("SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1");
      return rows.length === 0 || undefined;
    },
    180_000,
  );

describe(`A burst of ${EVENTS} webhooks`, () => {
  it('survives kill -9: each answered one is stored once and handled once', async () => {
    const { service: running, client: reader } = await start();
    const sender = new Sender(running.url, { events: EVENTS, connections: 64 });
    const [sent] = await Promise.all([sender.run(), disturb(3, (victim) => victim.kill())]);
    expect(sent.acknowledged.size).toBe(EVENTS);
    await settled(reader);
    expect(await audit(reader, sent)).toEqual(CLEAN);
  }, 360_000);

  it('survives deploys: SIGTERM answers what it accepted and ends with 0 within 10 s', async () => {
    const { service: running, client: reader } = await start();
    const ends: { code: number | null; ms: number }[] = [];
    const sender = new Sender(running.url, { events: EVENTS, connections: 32 });
    const terminate = async (victim: ProcessUnderTest) => {
      const before = performance.now();
      ends.push({ code: await victim.terminate(), ms: performance.now() - before });
    };
    const [sent] = await Promise.all([sender.run(), disturb(2, terminate)]);
    for (const { code, ms } of ends) {
      expect(code).toBe(0);
      expect(ms).toBeLessThan(10_000);
    }
    expect(sent.acknowledged.size).toBe(EVENTS);
    expect([...sent.statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    await settled(reader);
    expect(await audit(reader, sent)).toEqual(CLEAN);
  }, 360_000);
});

describe('The audit', () => {
  it('fails on a service that answers before it has committed', async () => {
    const { service: running, client: reader } = await start({ BROKEN: 'answer-before-commit' });
    const sender = new Sender(running.url, { events: 1_500, connections: 32, duplicatesPercent: 0 });
    const [sent] = await Promise.all([sender.run(), disturb(2, (victim) => victim.kill())]);
    expect((await audit(reader, sent)).lost).toBeGreaterThan(0);
  }, 180_000);

  it('fails on a service that looks first and inserts then', async () => {
    const { service: running, client: reader } = await start({ BROKEN: 'check-then-insert' });
    const first = new Sender(running.url, { events: 300, connections: 16 });
    const twin = new Sender(running.url, { events: 0, connections: 16 });
    twin.copyFrom(first);
    const [sent] = await Promise.all([first.run(), twin.run()]);
    expect((await audit(reader, sent)).duplicateRows).toBeGreaterThan(0);
  }, 180_000);

  it('fails on a service whose jobs are not part of the transaction', async () => {
    const { service: running, client: reader } = await start({ BROKEN: 'job-outside-transaction' });
    const sent = await new Sender(running.url, { events: 50, connections: 8 }).run();
    expect((await audit(reader, sent)).unhandled).toBe(50);
  }, 180_000);
});
