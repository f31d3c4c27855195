import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline } from '../support/hookline.js';
import { createTestDatabase } from '../support/test-database.js';
import { LONG } from './long-form.js';
import { MailProvider } from './mail-provider.js';
import { ProcessUnderTest } from './process-under-test.js';

/** Durable notifications: whatever ends in the middle, each that was accepted arrives once. */

const WORKERS = 3;
const MESSAGES = LONG ? 10_000 : 600;
/** Recipients of a message to many. */
const MANY = 100;

/** Printed, so that a run can be repeated. */
const seed = Number(process.env.SEED ?? randomInt(2 ** 31));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Workers, what they send by, and a product that accepts messages. */
async function start(workerEnvironment: Record<string, string> = {}) {
  const provider = await new MailProvider().start();
  cleanups.push(() => provider.close());
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  const reader = new Client({ connectionString: database.url, application_name: 'reader' });
  await reader.connect();
  cleanups.push(() => reader.end());
  const { environment } = provider;
  const product = await startTestHookline({
    databaseUrl: database.url,
    environment: { ...environment, ROLE: 'web' },
  });
  cleanups.push(() => product.close());
  const startWorker = () =>
    ProcessUnderTest.start(
      database.url,
      { ...environment, ROLE: 'worker', ...workerEnvironment },
      'test/faults/notifying-service.ts',
    );
  const workers = await Promise.all(Array.from({ length: WORKERS }, startWorker));
  cleanups.push(() => Promise.all(workers.map((worker) => worker.kill())));
  const notifications = product.app.get(NotificationsService, { strict: false });
  return { provider, reader, workers, notifications };
}

type Run = Awaited<ReturnType<typeof start>>;

/** Half of them one by one, half of them to many. @returns the ids of all, each of which is promised to arrive */
async function accept({ notifications }: Run, count: number): Promise<string[]> {
  const half = count / 2;
  const message = { subject: 'Your order', text: 'Thank you!' };
  const single = Array.from({ length: half }, (_, n) => {
    const wanted = {
      ...message,
      mode: 'durable' as const,
      to: `single-${n}@example.com`,
      text: `Order ${n}`,
    };
    return insist(() => notifications.send(wanted, { idempotencyKey: `single-${n}` }));
  });
  const many = Array.from({ length: half / MANY }, (_, batch) => {
    const recipients = Array.from({ length: MANY }, (_each, n) => ({ to: `many-${batch}-${n}@example.com` }));
    return insist(() =>
      notifications.sendToMany({ ...message, recipients }, { idempotencyKey: `many-${batch}` }),
    );
  });
  return (await Promise.all([...single, ...many])).flat().map(({ id }) => id);
}

/** As a product does that is refused because the database was away: asks again, under the same idempotency key. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    await sleep(100);
    return insist(ask);
  }
}

/** Does one thing after the other, each when a share of all messages has arrived, never none, that the seed decides. */
async function disturb({ provider }: Run, disturbances: readonly (() => Promise<unknown>)[]): Promise<void> {
  process.stderr.write(`Times by SEED=${seed}\n`);
  for (const [index, disturbance] of disturbances.entries()) {
    const chance = ((seed * 7919 * (index + 1)) % 1_000) / 1_000;
    const share = (index + 0.2 + 0.7 * chance) / (disturbances.length + 1);
    const what = `${Math.round(share * 100)} % have arrived`;
    await eventually(what, () => provider.arrived.size >= share * MESSAGES || undefined, 60_000);
    await disturbance();
  }
}

const settled = ({ reader }: Run, withinMs: number) =>
  eventually(
    'every notification is sent',
    async () => {
      const { rows } = await reader.query("SELECT 1 FROM notifications WHERE status <> 'sent' LIMIT 1");
      return rows.length === 0 || undefined;
    },
    withinMs,
  );

/** Compares what was promised with what has arrived; all zero when nothing is wrong. */
async function audit({ provider: { arrived }, reader }: Run, accepted: readonly string[]) {
  const { rows } = await reader.query<{ id: string }>("SELECT id FROM notifications WHERE status = 'sent'");
  const sent = new Set(rows.map(({ id }) => id));
  const known = new Set(accepted.map((id) => `${id}-0`));
  return {
    lost: [...known].filter((reference) => !arrived.has(reference)).length,
    twice: [...arrived.values()].filter((times) => times > 1).length,
    strangers: [...arrived.keys()].filter((reference) => !known.has(reference)).length,
    notSettled: accepted.filter((id) => !sent.has(id)).length,
  };
}

const CLEAN = { lost: 0, twice: 0, strangers: 0, notSettled: 0 };

/** Nothing is finished; another one takes its place. */
const replace = async (worker: ProcessUnderTest | undefined) => {
  await worker?.kill();
  await worker?.start();
};

describe(`${MESSAGES} durable notifications and three workers`, () => {
  it('survive kill -9 of one worker and of all, and the loss of every connection: each arrives once', async () => {
    const run = await start();
    const { workers, reader } = run;
    const killOne = () => replace(workers[seed % WORKERS]);
    const killAll = () => Promise.all(workers.map(replace));
    const cutConnections = () =>
      reader.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'hookline%'`);
    const once = [killOne, cutConnections, killAll];
    const disturbances = LONG ? [...once, ...once, ...once] : once;
    const [accepted] = await Promise.all([accept(run, MESSAGES), disturb(run, disturbances)]);
    expect(accepted).toHaveLength(MESSAGES);
    await settled(run, LONG ? 180_000 : 60_000);
    expect(await audit(run, accepted)).toEqual(CLEAN);
    process.stderr.write(`${run.provider.lookUps} were looked up\n`);
  }, 900_000);
});

describe('The audit', () => {
  it('fails on workers that send before they have written down that they do', async () => {
    const run = await start({ BROKEN: 'no-record' });
    const [accepted] = await Promise.all([
      accept(run, MESSAGES),
      disturb(run, [() => Promise.all(run.workers.map(replace))]),
    ]);
    const twice = async () => (await audit(run, accepted)).twice;
    expect(
      await eventually('one arrives twice', async () => (await twice()) || undefined, 60_000),
    ).toBeGreaterThan(0);
  }, 360_000);
});
