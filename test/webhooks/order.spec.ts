import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { settledEvent, settledEvents } from '../support/webhook-runs.js';

/** `orderBy`: the events of one key one after the other, as they arrived. */

@Injectable()
class Ledger {
  /** Event ids in the order in which their effects were made, and failed attempts with a cross before them. */
  readonly runs: string[] = [];
  readonly failing = new Set<string>();
  /** Events that fail only the first time. */
  readonly stumbling = new Set<string>();
  /** Events that wait for something before they are done. */
  readonly gates = new Map<string, Promise<void>>();
  readonly entered = new Set<string>();
  /** Keys that are being handled. */
  private readonly busy = new Set<string>();
  overlaps = 0;

  @OnWebhook('stripe', 'charge.updated', {
    orderBy: ({ payload }) => payload.data.object.id,
    retryDelaysMs: [100, 100],
  })
  async post({ event }: WebhookContext<'stripe', 'charge.updated'>): Promise<void> {
    const { externalId, payload } = event;
    const key = payload.data.object.id;
    if (this.busy.has(key)) this.overlaps += 1;
    this.busy.add(key);
    this.entered.add(externalId);
    await (this.gates.get(externalId) ?? sleep(2));
    this.busy.delete(key);
    if (this.failing.has(externalId) || this.stumbling.delete(externalId)) {
      this.runs.push(`×${externalId}`);
      throw new Error('the ledger is locked');
    }
    this.runs.push(externalId);
  }
}

@Module({ providers: [Ledger] })
class LedgerModule {}

let hookline: TestHookline;
let database: Client;
let ledger: Ledger;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [LedgerModule] });
  ledger = hookline.app.get(Ledger, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
const charge = (key: string) => stripeEvent('charge.updated', { data: { object: { id: key } } });
const chargesOf = (key: string, count: number) => Array.from({ length: count }, () => charge(key));
const runsOf = (bodies: readonly string[]) =>
  ledger.runs.filter((run) => bodies.some((body) => run.endsWith(idOf(body))));
const allAre = (bodies: readonly string[], status: string) =>
  settledEvents(database, bodies.map(idOf), status);
const is = (body: string, status: string) => settledEvent(hookline, database, idOf(body), status);
/** One after the other, each answered before the next is sent. */
async function deliverInTurn(bodies: readonly string[]): Promise<void> {
  for (const body of bodies) expect((await deliver(hookline.url, body)).status).toBe(200);
}

it('keeps one key in order although the first fails and is tried again', async () => {
  const bodies = chargesOf('ch_in_order', 4);
  const [first = ''] = bodies;
  ledger.stumbling.add(idOf(first));
  await deliverInTurn(bodies);
  await allAre(bodies, 'processed');
  expect(runsOf(bodies)).toEqual([`×${idOf(first)}`, ...bodies.map(idOf)]);
});

it('does not hold back another key', async () => {
  const stuck = chargesOf('ch_stuck', 2);
  const free = charge('ch_free');
  ledger.failing.add(idOf(stuck[0] ?? ''));
  await deliverInTurn([...stuck, free]);
  await is(free, 'processed');
  for (const body of stuck.slice(1)) await is(body, 'processed');
  const runs = runsOf([...stuck, free]);
  expect(runs.indexOf(idOf(free))).toBeLessThan(runs.indexOf(idOf(stuck[1] ?? '')));
});

it('lets the next go on once the head rests in the dead letter', async () => {
  const bodies = chargesOf('ch_dead_head', 3);
  const [head = '', ...others] = bodies;
  ledger.failing.add(idOf(head));
  await deliverInTurn(bodies);
  for (const body of others) await is(body, 'processed');
  expect((await is(head, 'dead')).handlers).toMatchObject([{ status: 'dead', attempts: 3 }]);
  const failures = Array.from({ length: 3 }, () => `×${idOf(head)}`);
  expect(runsOf(bodies)).toEqual([...failures, ...others.map(idOf)]);
});

it('puts a replayed event back before those that arrived after it', async () => {
  const [head = '', second = '', third = ''] = chargesOf('ch_replayed', 3);
  ledger.failing.add(idOf(head));
  await deliverInTurn([head]);
  const { id } = await is(head, 'dead');
  ledger.failing.delete(idOf(head));
  // The head waits for its second attempt while the others arrive, so that they find it before them.
  ledger.stumbling.add(idOf(head));
  expect((await hookline.api('POST', `/v1/webhook-events/${id}/replay`)).status).toBe(202);
  await deliverInTurn([second, third]);
  for (const body of [head, second, third]) await is(body, 'processed');
  expect(runsOf([head, second, third]).slice(-4)).toEqual([
    `×${idOf(head)}`,
    idOf(head),
    idOf(second),
    idOf(third),
  ]);
});

it('takes a line of 60 events that arrive at once, each once, never two at a time', async () => {
  const bodies = chargesOf('ch_crowd', 60);
  const answers = await Promise.all(bodies.map((body) => deliver(hookline.url, body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await allAre(bodies, 'processed');
  expect(runsOf(bodies).toSorted()).toEqual(bodies.map(idOf).toSorted());
  expect(ledger.overlaps).toBe(0);
});

it('leaves an event whose key cannot be told to its own attempts, and holds back nobody', async () => {
  const keyless = stripeEvent('charge.updated', { data: {} });
  const good = charge('ch_beside_keyless');
  await deliverInTurn([keyless, good]);
  await is(good, 'processed');
  const { handlers } = await is(keyless, 'dead');
  expect(handlers).toMatchObject([{ status: 'dead', attempts: 3 }]);
  expect(handlers[0]?.last_error).toBeTruthy();
});

it('waits at a failed head, and takes nothing behind it meanwhile', async () => {
  const bodies = chargesOf('ch_waiting', 2);
  const [head = '', behind = ''] = bodies;
  ledger.stumbling.add(idOf(head));
  await deliverInTurn([head]);
  await eventually('the head has failed', () => runsOf([head]).length === 1 || undefined);
  await deliverInTurn([behind]);
  await is(behind, 'processed');
  expect(runsOf(bodies)).toEqual([`×${idOf(head)}`, idOf(head), idOf(behind)]);
});

it('keeps no other key waiting, however many events wait in a line', async () => {
  const [head = '', ...behind] = chargesOf('ch_long_line', 41);
  const other = charge('ch_beside_long_line');
  const gate = Promise.withResolvers<void>();
  ledger.gates.set(idOf(head), gate.promise);
  try {
    await deliverInTurn([head]);
    await eventually('the head is being handled', () => ledger.entered.has(idOf(head)) || undefined);
    await deliverInTurn([...behind, other]); // a job each
    await is(other, 'processed');
    expect(runsOf([head])).toEqual([]);
  } finally {
    gate.resolve();
  }
  await allAre(behind, 'processed');
  expect(runsOf([head, ...behind])).toEqual([head, ...behind].map(idOf));
});

it('lets an event that turns up late, before one that is being handled by another worker, wait for it', async () => {
  const gate = Promise.withResolvers<void>();
  /** What the handlers do to each key, in their order. */
  const log: string[] = [];
  @Injectable()
  class Gate {
    @OnWebhook('stripe', 'payout.updated', { orderBy: ({ payload }) => payload.data.object.id })
    async pass({ event }: WebhookContext<'stripe', 'payout.updated'>): Promise<void> {
      const key = event.payload.data.object.id;
      log.push(`${key} begins`);
      if (!event.externalId.startsWith('late')) await gate.promise;
      log.push(`${key} ends`);
    }
  }
  @Module({ providers: [Gate] })
  class GateModule {}

  const first = await startTestHookline({ imports: [GateModule] });
  cleanups.push(first.close);
  const second = await startTestHookline({ imports: [GateModule], databaseUrl: first.databaseUrl });
  cleanups.push(second.close);
  const client = new Client({ connectionString: first.databaseUrl });
  await client.connect();
  cleanups.push(() => client.end());
  cleanups.push(async () => gate.resolve());
  // Several keys, since either worker may take each job.
  const keys = Array.from({ length: 6 }, (_, index) => `po_late_${index}`);
  for (const key of keys) {
    await deliver(first.url, stripeEvent('payout.updated', { data: { object: { id: key } } }));
  }
  await eventually('all are being handled', () => log.length === keys.length || undefined);
  const late = await turnUpLate(client);
  for (const id of late) await first.api('POST', `/v1/webhook-events/${id}/replay`);
  await eventually('the jobs of the late ones are taken', async () => {
    const sql = "SELECT 1 FROM pgboss.job WHERE name = 'webhook-events' AND state = 'created'";
    return (await client.query(sql)).rows.length === 0 || undefined;
  });
  await sleep(500); // as long as it would take to do the wrong thing
  const whileTheyWait = [...log];
  gate.resolve();
  for (const id of late) {
    await eventually('the late one is handled, too', async () => {
      const { body } = await first.api('GET', `/v1/webhook-events/${id}`);
      return body.status === 'processed' || undefined;
    });
  }
  expect(whileTheyWait).toHaveLength(keys.length);
  for (const key of keys) {
    const turns = ['begins', 'ends', 'begins', 'ends'].map((turn) => `${key} ${turn}`);
    expect(log.filter((entry) => entry.startsWith(key))).toEqual(turns);
  }
}, 120_000);

/** For each event one that came before it and whose commit took longer; returns their ids. */
async function turnUpLate(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM webhook_events');
  const late: string[] = [];
  for (const { id } of rows) {
    const earlier = `01900000-0000-7${randomUUID().slice(15)}`;
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO webhook_events (id, provider, external_id, type, occurred_at, received_at, request_id)
       SELECT $1, provider, 'late_' || external_id, type, occurred_at, received_at, request_id
       FROM webhook_events WHERE id = $2`,
      [earlier, id],
    );
    await client.query(
      `INSERT INTO webhook_payloads (event_id, headers, encoding, body)
       SELECT $1, headers, encoding, body FROM webhook_payloads WHERE event_id = $2`,
      [earlier, id],
    );
    await client.query(
      `INSERT INTO webhook_handler_runs (event_id, handler, order_key)
       SELECT $1, handler, order_key FROM webhook_handler_runs WHERE event_id = $2`,
      [earlier, id],
    );
    await client.query('COMMIT');
    late.push(earlier);
  }
  return late;
}
