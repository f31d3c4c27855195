import { afterAll, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookBatchContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { settledEvent, settledEvents } from '../support/webhook-runs.js';

/** `batch`: many events at a time, in one transaction. */

@Injectable()
class Warehouse {
  readonly batches: string[][] = [];
  readonly failing = new Set<string>();
  /** What every load waits for. */
  gate: Promise<void> | undefined;

  @OnWebhook('stripe', 'invoice.paid', { batch: 100, retryDelaysMs: [100, 100] })
  async load({ events, tx }: WebhookBatchContext<'stripe', 'invoice.paid'>): Promise<void> {
    const ids = events.map(({ externalId }) => externalId);
    this.batches.push(ids);
    await this.gate;
    await tx.$executeRaw`INSERT INTO effects (event_id) SELECT unnest(${ids}::text[])`;
    const bad = ids.find((id) => this.failing.has(id));
    if (bad) throw new Error(`${bad} has no invoice number`);
  }
}

@Module({ providers: [Warehouse] })
class WarehouseModule {}

let hookline: TestHookline;
let database: Client;
let warehouse: Warehouse;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [WarehouseModule] });
  warehouse = hookline.app.get(Warehouse, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await database.query('CREATE TABLE effects (event_id text NOT NULL)');
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
const invoices = (count: number) => Array.from({ length: count }, () => stripeEvent('invoice.paid'));
const deliverAll = (bodies: readonly string[]) =>
  Promise.all(bodies.map((body) => deliver(hookline.url, body)));
const allAre = (bodies: readonly string[], status: string) =>
  settledEvents(database, bodies.map(idOf), status);
const is = (body: string, status: string) => settledEvent(hookline, database, idOf(body), status);
/** The effects of these events, as often as they are there. */
async function effectsOf(bodies: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ event_id: string }>(
    'SELECT event_id FROM effects WHERE event_id = ANY($1)',
    [bodies.map(idOf)],
  );
  return rows.map((row) => row.event_id).toSorted();
}

it('takes up to 100 events at a time, each once', async () => {
  const bodies = invoices(250);
  const open = Promise.withResolvers<void>();
  warehouse.gate = open.promise; // else they might be loaded as quickly as they come, one by one
  await deliverAll(bodies).finally(open.resolve);
  await eventually('all are loaded', async () =>
    (await effectsOf(bodies)).length === bodies.length ? true : undefined,
  );
  expect(await effectsOf(bodies)).toEqual(bodies.map(idOf).toSorted());
  const sizes = warehouse.batches.map(({ length }) => length);
  expect(Math.max(...sizes)).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  expect(sizes.length).toBeLessThan(bodies.length / 2);
});

it('sets the failing event apart and tries it again alone; the others are taken once', async () => {
  const bodies = invoices(60);
  const [bad = '', ...good] = bodies;
  warehouse.failing.add(idOf(bad));
  await deliverAll(bodies);
  const { handlers } = await is(bad, 'dead');
  expect(handlers).toMatchObject([{ handler: 'Warehouse.load', status: 'dead', attempts: 3 }]);
  expect(handlers[0]?.last_error).toContain('has no invoice number');
  await allAre(good, 'processed');
  expect(await effectsOf(bodies)).toEqual(good.map(idOf).toSorted());
  const lastRuns = warehouse.batches.filter((batch) => batch.includes(idOf(bad))).slice(-2);
  expect(lastRuns).toEqual([[idOf(bad)], [idOf(bad)]]);
});

it('takes the failed one again by a replay, once', async () => {
  const bodies = invoices(5);
  const [bad = ''] = bodies;
  warehouse.failing.add(idOf(bad));
  await deliverAll(bodies);
  const { id } = await is(bad, 'dead');
  warehouse.failing.delete(idOf(bad));
  await hookline.api('POST', `/v1/webhook-events/${id}/replay`);
  await is(bad, 'processed');
  await allAre(bodies, 'processed');
  expect(await effectsOf(bodies)).toEqual(bodies.map(idOf).toSorted());
});

it('does not take a repeat again', async () => {
  const bodies = invoices(10);
  await deliverAll(bodies);
  await allAre(bodies, 'processed');
  const answers = await deliverAll(bodies);
  expect(answers.every((answer) => answer.body.duplicates === 1)).toBe(true);
  const marker = invoices(1);
  await deliverAll(marker);
  await allAre(marker, 'processed');
  expect(await effectsOf(bodies)).toEqual(bodies.map(idOf).toSorted());
});
