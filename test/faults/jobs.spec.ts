import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import type { Transaction } from '../../src/platform/database/prisma.service.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { createTestDatabase } from '../support/test-database.js';
import { settledEvent } from '../support/webhook-runs.js';
import { prepareAudit } from './audit.js';
import { ProcessUnderTest } from './process-under-test.js';

/** FAULTS J1 to J4: handlers that die, throw, hang, block, or meet. */

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;

/** A database for several processes, and a reader of it. */
async function sharedDatabase(): Promise<{ url: string; reader: Client }> {
  const { url, drop } = await createTestDatabase();
  cleanups.push(drop);
  return { url, reader: await connect(url) };
}

async function connect(url: string): Promise<Client> {
  const reader = new Client({ connectionString: url });
  await reader.connect();
  cleanups.push(() => reader.end());
  await prepareAudit(reader);
  return reader;
}

async function startProcess(databaseUrl: string, role: 'web' | 'worker'): Promise<ProcessUnderTest> {
  const started = await ProcessUnderTest.start(databaseUrl, { ROLE: role });
  cleanups.push(() => started.kill());
  return started;
}

/** An event whose handler says that it has begun, and then takes as long as the event says. */
const slowEvent = (metadata: { wait_ms?: string; block_ms?: string } = {}) =>
  stripeEvent('payout.paid', { data: { object: { id: 'po_slow', metadata } } });

/** When the handler of an event began, by the clock of this machine; as often as it did. */
async function startsOf(reader: Client, body: string): Promise<Date[]> {
  const sql = 'SELECT at FROM starts WHERE event_id = $1 ORDER BY at';
  return (await reader.query<{ at: Date }>(sql, [idOf(body)])).rows.map(({ at }) => at);
}

const begun = (reader: Client, body: string, times = 1) =>
  eventually(
    `the handler has begun ${times} times`,
    async () => {
      const starts = await startsOf(reader, body);
      return starts.length >= times ? starts : undefined;
    },
    180_000,
  );

const processed = (reader: Client, body: string) =>
  eventually(
    'the event is processed',
    async () => {
      const sql = "SELECT 1 FROM webhook_events WHERE external_id = $1 AND status = 'processed'";
      return (await reader.query(sql, [idOf(body)])).rows.length || undefined;
    },
    180_000,
  );

describe('J1: a worker that is killed in the middle of a handler', () => {
  it('has its job taken up by another one; the effect is there once', async () => {
    const { url, reader } = await sharedDatabase();
    const [web, victim] = await Promise.all([startProcess(url, 'web'), startProcess(url, 'worker')]);
    const body = slowEvent({ wait_ms: '1500' });
    await deliver(web.url, body);
    await begun(reader, body);
    await victim.kill();
    await startProcess(url, 'worker');
    await begun(reader, body, 2);
    await processed(reader, body);
    const effects = await reader.query('SELECT 1 FROM effects WHERE event_id = $1', [idOf(body)]);
    expect(effects.rows).toHaveLength(1);
    const { rows: runs } = await reader.query('SELECT status, attempts FROM webhook_handler_runs');
    expect(runs).toEqual([{ status: 'processed', attempts: 1 }]); // the one that died was none
  }, 360_000);
});

describe('J2: a handler that always throws', () => {
  const DELAYS_MS = [200, 1_500, 3_000];
  /** How long a busy machine may take between the clock of the service and that of the database. */
  const BUSY_MS = 1_000;

  @Injectable()
  class Grumpy {
    mended = false;
    runs = 0;

    @OnWebhook('stripe', 'invoice.voided', { retryDelaysMs: DELAYS_MS })
    async refuse({ event, tx }: WebhookContext<'stripe', 'invoice.voided'>): Promise<void> {
      this.runs += 1;
      await tx.$executeRaw`INSERT INTO effects (handler, event_id) VALUES ('grumpy', ${event.externalId})`;
      if (!this.mended) throw new Error('the printer is on fire', { cause: new Error('a match') });
    }

    @OnWebhook('stripe', 'invoice.sent')
    agree(): void {}
  }
  @Module({ providers: [Grumpy] })
  class GrumpyModule {}

  it('is tried again with growing waits of chance, rests with its cause, and works once when it is mended', async () => {
    const hookline = await startTestHookline({ imports: [GrumpyModule] });
    cleanups.push(() => hookline.close());
    const reader = await connect(hookline.databaseUrl);
    await keepWaits(reader);
    const bad = Array.from({ length: 5 }, () => stripeEvent('invoice.voided'));
    const good = Array.from({ length: 20 }, () => stripeEvent('invoice.sent'));
    for (const body of [...bad, ...good]) await deliver(hookline.url, body);
    for (const body of good) await processed(reader, body);

    for (const body of bad) await settledEvent(hookline, reader, idOf(body), 'dead');

    const { rows: waits } = await reader.query<{ attempts: number; ms: number }>('SELECT * FROM waits');
    for (const [index, delayMs] of DELAYS_MS.entries()) {
      const afterAttempt = waits.filter(({ attempts }) => attempts === index + 1).map(({ ms }) => ms);
      expect(afterAttempt).toHaveLength(bad.length);
      expect(Math.min(...afterAttempt)).toBeGreaterThan(delayMs - 100);
      expect(Math.max(...afterAttempt)).toBeLessThan(delayMs * 1.2 + BUSY_MS);
      expect(new Set(afterAttempt).size).toBeGreaterThan(1); // what failed together does not come back together
    }
    const grumpy = hookline.app.get(Grumpy, { strict: false });
    expect(grumpy.runs).toBe(bad.length * (DELAYS_MS.length + 1));

    const [first = ''] = bad;
    const { id, handlers } = await settledEvent(hookline, reader, idOf(first), 'dead');
    expect(handlers).toMatchObject([{ status: 'dead', attempts: 4 }]);
    expect(handlers[0]?.last_error).toContain('the printer is on fire');
    grumpy.mended = true;
    await hookline.api('POST', `/v1/webhook-events/${id}/replay`);
    await processed(reader, first);
    const effects = await reader.query("SELECT event_id FROM effects WHERE handler = 'grumpy'");
    expect(effects.rows).toEqual([{ event_id: idOf(first) }]);
  }, 180_000);

  /** Has the database keep every wait that a failed run is given: the next attempt overwrites it. */
  async function keepWaits(database: Client): Promise<void> {
    await database.query(`
      CREATE TABLE waits (attempts int NOT NULL, ms float8 NOT NULL);
      CREATE FUNCTION keep_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO waits VALUES (NEW.attempts,
          extract(epoch FROM NEW.next_attempt_at - NEW.last_attempt_at) * 1000);
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_wait AFTER INSERT OR UPDATE ON webhook_handler_runs
        FOR EACH ROW WHEN (NEW.status = 'failed') EXECUTE FUNCTION keep_wait();`);
  }
});

describe('J3: a handler that hangs or blocks', () => {
  it('hangs: its time ends, and it is tried again', async () => {
    @Injectable()
    class Sleepy {
      runs = 0;

      @OnWebhook('stripe', 'invoice.voided', { timeoutMs: 300, retryDelaysMs: [50] })
      async nod(): Promise<void> {
        this.runs += 1;
        if (this.runs === 1) await new Promise(() => undefined);
      }

      @OnWebhook('stripe', 'invoice.sent')
      wake(): void {}
    }
    @Module({ providers: [Sleepy] })
    class SleepyModule {}

    const hookline = await startTestHookline({ imports: [SleepyModule] });
    cleanups.push(() => hookline.close());
    const reader = await connect(hookline.databaseUrl);
    const [hanging, other] = [stripeEvent('invoice.voided'), stripeEvent('invoice.sent')];
    await deliver(hookline.url, hanging);
    await deliver(hookline.url, other);
    await processed(reader, other);
    const { handlers } = await settledEvent(hookline, reader, idOf(hanging), 'processed');
    expect(handlers).toMatchObject([{ attempts: 2 }]);
  }, 180_000);

  it('blocks its process: webhooks still come in at the other, and the lag of its event loop is measured', async () => {
    const { url, reader } = await sharedDatabase();
    const [web, worker] = await Promise.all([startProcess(url, 'web'), startProcess(url, 'worker')]);
    const blocking = slowEvent({ block_ms: '6000' });
    await deliver(web.url, blocking);
    const [began = new Date()] = await begun(reader, blocking);
    const times: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const before = performance.now();
      expect((await deliver(web.url, stripeEvent())).status).toBe(200);
      times.push(performance.now() - before);
    }
    expect(Date.now() - began.getTime()).toBeLessThan(6_000); // it was blocked all the while
    expect(Math.max(...times)).toBeLessThan(2_000);
    await processed(reader, blocking);
    const { body: metrics } = await request(`${worker.url}/metrics`, 'GET');
    const lag = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(String(metrics))?.[1];
    expect(Number(lag)).toBeGreaterThan(3);
    const effects = await reader.query('SELECT 1 FROM effects WHERE event_id = $1', [idOf(blocking)]);
    expect(effects.rows).toHaveLength(1);
  }, 360_000);
});

describe('J4: two workers at the same entity', () => {
  /** Reads, waits, writes: whoever is not alone with the account loses somebody's update. */
  async function addOne(tx: Transaction, account: string): Promise<void> {
    const [balance] = await tx.$queryRaw<{ value: number }[]>`
      SELECT value FROM balances WHERE key = ${account}`;
    await sleep(5);
    await tx.$executeRaw`
      INSERT INTO balances (key, value) VALUES (${account}, 1)
      ON CONFLICT (key) DO UPDATE SET value = ${(balance?.value ?? 0) + 1}`;
  }

  @Injectable()
  class Bank {
    @OnWebhook('stripe', 'charge.updated', { orderBy: ({ payload }) => payload.data.object.id })
    async inOrder({ event, tx }: WebhookContext<'stripe', 'charge.updated'>): Promise<void> {
      await addOne(tx, `order ${event.payload.data.object.id}`);
    }

    @OnWebhook('stripe', 'customer.updated', { newestBy: ({ payload }) => payload.data.object.id })
    async newest({ event, tx }: WebhookContext<'stripe', 'customer.updated'>): Promise<void> {
      await addOne(tx, `newest ${event.payload.data.object.id}`);
    }
  }
  @Module({ providers: [Bank] })
  class BankModule {}

  it.each([
    ['orderBy', 'charge.updated', 'order'],
    ['newestBy', 'customer.updated', 'newest'],
  ])(
    '%s takes turns: no update is lost',
    async (_name, type, prefix) => {
      const { url, reader } = await sharedDatabase();
      const hooklines = await Promise.all(
        [1, 2].map(() => startTestHookline({ imports: [BankModule], databaseUrl: url })),
      );
      for (const { close } of hooklines) cleanups.push(close);
      const bodies = Array.from({ length: 200 }, (_, index) =>
        stripeEvent(type, { data: { object: { id: `account_${index % 4}` } } }),
      );
      await Promise.all(bodies.map((body, index) => deliver(hooklines[index % 2]?.url ?? '', body)));
      const settled = await eventually(
        'all are handled',
        async () => {
          const { rows } = await reader.query<{ status: string }>('SELECT status FROM webhook_events');
          const done = rows.filter(({ status }) => ['processed', 'superseded'].includes(status));
          return done.length === bodies.length ? done : undefined;
        },
        180_000,
      );
      const applied = settled.filter(({ status }) => status === 'processed').length;
      const { rows } = await reader.query<{ key: string; value: number }>('SELECT key, value FROM balances');
      expect(rows.map(({ key }) => key).toSorted()).toEqual(
        [0, 1, 2, 3].map((n) => `${prefix} account_${n}`),
      );
      expect(rows.reduce((sum, { value }) => sum + value, 0)).toBe(applied);
      if (prefix === 'order') expect(applied).toBe(bodies.length);
    },
    270_000,
  );
});

describe('A handler in another process than the one that accepts', () => {
  it('starts soon after its event was accepted, when there is nothing else to do', async () => {
    const { url, reader } = await sharedDatabase();
    const [web] = await Promise.all([startProcess(url, 'web'), startProcess(url, 'worker')]);
    const delays: number[] = [];
    for (let count = 0; count < 21; count += 1) {
      const body = slowEvent();
      await deliver(web.url, body);
      const accepted = Date.now();
      const [started] = await begun(reader, body);
      delays.push((started?.getTime() ?? Number.NaN) - accepted);
      await processed(reader, body);
    }
    const median = delays.toSorted((a, b) => a - b)[10];
    process.stderr.write(`A handler starts ${median} ms after its event was accepted (median of 21)\n`);
    expect(median).toBeLessThan(500); // 100 ms on a machine that has nothing else to do
  }, 360_000);
});
