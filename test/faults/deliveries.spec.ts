import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { EndpointsService } from '../../src/deliveries/endpoints/endpoints.service.js';
import { EventsService } from '../../src/deliveries/events/events.service.js';
import { SYSTEM } from '../../src/platform/audit/audit-log.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { Receiver, type Hook, type Reaction } from '../support/receiver.js';
import { seededRandom } from '../support/seeded-random.js';
import { createTestDatabase } from '../support/test-database.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';

/** Webhooks out: whatever ends in the middle, every event that was committed reaches every endpoint that it is for. */

const WORKERS = 3;
const TENANTS = 4;
const EVENTS = LONG ? 6_000 : 400;
/** Endpoints of each tenant. */
const ENDPOINTS = 2;
/** Of the products that publish at the same time. */
const PUBLISHERS = 8;
/** The first subjects of a tenant: events of one go in order to an ordered endpoint. */
const SUBJECTS = 20;

/** Printed, so that a run can be repeated. */
const seed = Number(process.env.SEED ?? randomInt(2 ** 31));

/** An answer that is lost for a second, at most twenty times in a row. */
const environment = { DELIVERY_TIMEOUT: '1', DELIVERY_RETRY_DELAYS: Array(20).fill('0.3').join(',') };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A customer's endpoint, and which events it said yes to. */
interface Customer {
  readonly tenant: string;
  readonly ordered: boolean;
  readonly hook: Hook;
  /** Their ids, in the order in which it took them for the first time. */
  readonly taken: Set<string>;
}

/** One customer in the crowd: it mostly takes what comes, after a while; else it fails in one way or another. */
function moodyCustomer(receiver: Receiver, tenant: string, ordered: boolean, random: () => number): Customer {
  const taken = new Set<string>();
  const react: Reaction = ({ event }) => {
    const chance = random();
    if (chance < 0.02) return faults.hang();
    if (chance < 0.05) return faults.resetBefore();
    if (chance < 0.07) return faults.resetMidBody();
    if (chance < 0.15) return faults.status(500);
    taken.add(event.id);
    return faults.slow(20 + 80 * random(), faults.ok());
  };
  return { tenant, ordered, hook: receiver.hook(react), taken };
}

/** One that never answers when it is asked for the first time: what is on its way to it has not arrived. */
function hesitantCustomer(receiver: Receiver, tenant: string, ordered: boolean): Customer {
  const taken = new Set<string>();
  const asked = new Set<string>();
  const react: Reaction = ({ event }) => {
    if (!asked.has(event.id)) {
      asked.add(event.id);
      return faults.hang();
    }
    taken.add(event.id);
    return faults.ok();
  };
  return { tenant, ordered, hook: receiver.hook(react), taken };
}

/** Customers, workers, and a product that publishes. @param ordered whether each tenant's endpoints are */
async function start(
  ordered: readonly boolean[] = [true, false],
  workerEnvironment: Record<string, string> = {},
  customer: typeof moodyCustomer = moodyCustomer,
) {
  const random = seededRandom(seed);
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  const receiver = await Receiver.start();
  cleanups.push(() => receiver.close());
  const reader = new Client({ connectionString: database.url, application_name: 'reader' });
  await reader.connect();
  cleanups.push(() => reader.end());
  const product = await startTestHookline({ databaseUrl: database.url, environment: { ROLE: 'web' } });
  cleanups.push(() => product.close());
  const customers: Customer[] = [];
  for (let tenant = 0; tenant < TENANTS; tenant += 1) {
    for (const each of ordered) {
      customers.push(await subscribed(product, customer(receiver, `tenant-${tenant}`, each, random)));
    }
  }
  const workers = await Promise.all(
    Array.from({ length: WORKERS }, () =>
      ProcessUnderTest.start(
        database.url,
        { ...environment, ROLE: 'worker', ...workerEnvironment },
        'test/faults/delivering-service.ts',
      ),
    ),
  );
  cleanups.push(() => Promise.all(workers.map((worker) => worker.kill())));
  return { reader, workers, product, customers, random };
}

type Run = Awaited<ReturnType<typeof start>>;

async function subscribed({ app }: TestHookline, wanted: Customer): Promise<Customer> {
  const { tenant, ordered, hook } = wanted;
  const endpoint = { tenant, ordered, url: hook.url, eventTypes: ['order.*'] };
  await app.get(EndpointsService, { strict: false }).create(endpoint, SYSTEM);
  return wanted;
}

/** Thrown by a product whose own part of a transaction fails. */
class ChangedItsMind extends Error {}

interface CommittedEvent {
  readonly id: string;
  readonly subject: string;
  readonly n: number;
}

/** What was published: the events that were committed, by tenant. */
type Committed = Map<string, CommittedEvent[]>;

/** Several publish at once, some within a transaction of the product's, some of which are rolled back. */
async function publish({ product, random }: Run, count: number): Promise<Committed> {
  const events = product.app.get(EventsService, { strict: false });
  const prisma = product.app.get(PrismaService, { strict: false });
  const committed: Committed = new Map();
  let next = 0;
  const one = async (publisher: number, n: number) => {
    const tenant = `tenant-${n % TENANTS}`;
    const subject = `subject-${publisher}-${n % SUBJECTS}`; // of one publisher, so that there is an order
    const event = { type: 'order.paid', tenant, subject, data: { n }, idempotencyKey: `n-${n}` };
    const alone = random() < 0.5;
    const rolledBack = !alone && random() < 0.3;
    try {
      const { id } = await insist(() =>
        alone
          ? events.publish(event)
          : prisma.$transaction(async (tx) => {
              const receipt = await events.publish(event, { tx });
              if (rolledBack) throw new ChangedItsMind();
              return receipt;
            }),
      );
      committed.set(tenant, [...(committed.get(tenant) ?? []), { id, subject, n }]);
    } catch (error) {
      if (!(error instanceof ChangedItsMind)) throw error;
    }
  };
  const publisher = async (_: unknown, index: number) => {
    while (next < count) {
      await one(index, next++);
      await sleep(40 * random());
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  return committed;
}

/** As a product does that is refused because the database was away: asks again, under the same idempotency key. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ChangedItsMind) throw error;
    await sleep(100);
    return insist(ask);
  }
}

/** Does one thing after the other, each when a share of all events has arrived, never none, that the seed decides. */
async function disturb(
  { customers, random }: Run,
  count: number,
  disturbances: readonly (() => Promise<unknown>)[],
): Promise<void> {
  process.stderr.write(`Times by SEED=${seed}\n`);
  const arrived = () => customers.reduce((sum, { taken }) => sum + taken.size, 0) / ENDPOINTS;
  for (const [index, disturbance] of disturbances.entries()) {
    const share = (0.7 * (index + 0.2 + 0.7 * random())) / disturbances.length;
    const what = `${Math.round(share * 100)} % have arrived`;
    await eventually(what, () => arrived() >= share * count * 0.8 || undefined, 120_000);
    await disturbance();
  }
}

/** Nothing is finished; another one takes its place. */
const replace = async (worker: ProcessUnderTest | undefined) => {
  await worker?.kill();
  await worker?.start();
};

/** Nobody waits for anything any more. What a killed worker had in its hands comes back when its lease is over. */
const settled = ({ reader }: Run, withinMs: number) =>
  eventually(
    'every delivery is done',
    async () => {
      const { rows } = await reader.query('SELECT 1 FROM deliveries WHERE due_at IS NOT NULL LIMIT 1');
      return rows.length === 0 || undefined;
    },
    withinMs,
  );

/** Compares what was committed with what has arrived; all zero when nothing is wrong. */
async function audit({ customers, reader }: Run, committed: Committed) {
  const { rows } = await reader.query<{ notDelivered: number; silent: number }>(`
    SELECT count(*) FILTER (WHERE status <> 'delivered')::int AS "notDelivered",
      count(*) FILTER (WHERE attempts <> (SELECT count(*) FROM delivery_attempts WHERE delivery_id = id))::int AS silent
    FROM deliveries`);
  const found = { lost: 0, strangers: 0, changed: 0, misnamed: 0, disordered: 0 };
  for (const { tenant, ordered, hook, taken } of customers) {
    const due = committed.get(tenant) ?? [];
    const known = new Set(due.map(({ id }) => id));
    found.lost += due.filter(({ id }) => !taken.has(id)).length;
    found.strangers += hook.events.filter(({ event }) => !known.has(event.id)).length;
    const perEvent = Map.groupBy(hook.events, ({ event }) => String((event.data as { n: number }).n));
    for (const same of perEvent.values()) {
      if (new Set(same.map(({ text }) => text)).size > 1) found.changed += 1;
      const names = new Set(same.flatMap(({ event, headers }) => [event.id, headers['webhook-id']]));
      if (names.size > 1) found.misnamed += 1;
    }
    if (ordered) found.disordered += disorderIn(taken, due);
  }
  return { ...found, ...rows[0] };
}

/** How many events were taken before an earlier one of their subject. */
function disorderIn(taken: ReadonlySet<string>, due: readonly CommittedEvent[]): number {
  const byId = new Map(due.map((event) => [event.id, event]));
  const last = new Map<string, number>();
  let disorder = 0;
  for (const id of taken) {
    const event = byId.get(id);
    if (!event) continue;
    if ((last.get(event.subject) ?? -1) > event.n) disorder += 1;
    last.set(event.subject, event.n);
  }
  return disorder;
}

const CLEAN = { lost: 0, strangers: 0, changed: 0, misnamed: 0, disordered: 0, notDelivered: 0, silent: 0 };

describe(`${EVENTS} events, ${TENANTS * ENDPOINTS} endpoints and three workers`, () => {
  it('survive kill -9 of one worker and of all, and the loss of every connection: each event arrives', async () => {
    const run = await start();
    const { workers, reader, random, customers } = run;
    const killOne = () => replace(workers[Math.floor(random() * WORKERS)]);
    const killAll = () => Promise.all(workers.map(replace));
    const cutConnections = () =>
      reader.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'hookline%'`);
    const once = [killOne, cutConnections, killAll];
    const disturbances = LONG ? [...once, killOne, killOne, ...once, ...once] : once;
    const [committed] = await Promise.all([publish(run, EVENTS), disturb(run, EVENTS, disturbances)]);
    await settled(run, LONG ? 300_000 : 90_000);
    expect(await audit(run, committed)).toEqual(CLEAN);
    const attempts = customers.reduce((sum, { hook }) => sum + hook.events.length, 0);
    const due = [...committed.values()].reduce((sum, { length }) => sum + length * ENDPOINTS, 0);
    process.stderr.write(`${due} deliveries took ${attempts} attempts\n`);
  }, 900_000);
});

describe('The audit', () => {
  it('fails on workers for which what is taken from the queue is not in it any more', async () => {
    const run = await start([false, false], { BROKEN: 'forgetful' }, hesitantCustomer);
    const { workers, customers } = run;
    const committed = await publish(run, 30);
    await eventually(
      'one is on its way',
      () =>
        customers.some(({ hook, taken }) => hook.events.some(({ event }) => !taken.has(event.id))) ||
        undefined,
    );
    await Promise.all(workers.map((worker) => worker.kill()));
    await workers[0]?.start();
    await settled(run, 60_000);
    expect((await audit(run, committed)).lost).toBeGreaterThan(0);
  }, 360_000);
});
