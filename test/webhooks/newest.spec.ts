import { afterAll, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { settledEvent } from '../support/webhook-runs.js';

/** `newestBy`: of the events of one key, the newest by the provider's time wins. */

@Injectable()
class Customers {
  readonly applied: string[] = [];
  /** Events that fail only the first time. */
  readonly stumbling = new Set<string>();

  @OnWebhook('stripe', 'customer.updated', {
    newestBy: ({ payload }) => payload.data.object.id,
    retryDelaysMs: [100],
  })
  async save({ event }: WebhookContext<'stripe', 'customer.updated'>): Promise<void> {
    if (this.stumbling.delete(event.externalId)) throw new Error('the address is missing');
    this.applied.push(event.externalId);
  }

  @OnWebhook('stripe', 'customer.deleted', { newestBy: ({ payload }) => payload.data.object.id })
  forget({ event }: WebhookContext<'stripe', 'customer.deleted'>): void {
    this.applied.push(event.externalId);
  }

  @OnWebhook('stripe', 'customer.deleted')
  note({ event }: WebhookContext<'stripe', 'customer.deleted'>): void {
    this.applied.push(`noted:${event.externalId}`);
  }
}

@Module({ providers: [Customers] })
class CustomersModule {}

let hookline: TestHookline;
let database: Client;
let customers: Customers;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [CustomersModule] });
  customers = hookline.app.get(Customers, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const NOON = 1_790_000_000;
const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
/** @param second after noon, by the provider's clock */
const update = (key: string, second: number, type = 'customer.updated') =>
  stripeEvent(type, { created: NOON + second, data: { object: { id: key } } });
const is = (body: string, status: string) => settledEvent(hookline, database, idOf(body), status);
async function deliverAnd(body: string, status: string) {
  await deliver(hookline.url, body);
  return is(body, status);
}
async function metric(outcome: string): Promise<number> {
  const { body } = await hookline.api('GET', '/metrics');
  const line = `webhook_events_processed_total{provider="stripe",outcome="${outcome}"} `;
  return Number(String(body).split(line)[1]?.split('\n')[0] ?? 0);
}

it('marks an event as superseded that is older than the last applied, and counts it', async () => {
  const before = await metric('superseded');
  const newer = update('cus_stale', 20);
  const older = update('cus_stale', 10);
  await deliverAnd(newer, 'processed');
  const event = await deliverAnd(older, 'superseded');
  expect(event.handlers).toMatchObject([
    { handler: 'Customers.save', status: 'superseded', attempts: 1, last_error: null },
  ]);
  expect(customers.applied).toContain(idOf(newer));
  expect(customers.applied).not.toContain(idOf(older));
  expect(await metric('superseded')).toBe(before + 1);
});

it('applies events of the same moment as they come, and newer ones', async () => {
  const bodies = [update('cus_same', 10), update('cus_same', 10), update('cus_same', 11)];
  for (const body of bodies) await deliverAnd(body, 'processed');
  expect(customers.applied.slice(-3)).toEqual(bodies.map(idOf));
});

it('compares within a key only', async () => {
  await deliverAnd(update('cus_one', 20), 'processed');
  const other = update('cus_other', 10);
  await deliverAnd(other, 'processed');
  expect(customers.applied).toContain(idOf(other));
});

it('is not fooled by a newer event that failed: the older one is applied, and the newer again after it', async () => {
  const newer = update('cus_retry', 20);
  const older = update('cus_retry', 10);
  customers.stumbling.add(idOf(newer));
  await deliver(hookline.url, newer);
  await is(newer, 'processed');
  await deliverAnd(older, 'superseded');

  const failing = update('cus_retry', 40);
  const between = update('cus_retry', 30);
  customers.stumbling.add(idOf(failing));
  await deliverAnd(failing, 'failed');
  await deliver(hookline.url, between);
  await is(failing, 'processed');
  expect(customers.applied.at(-1)).toBe(idOf(failing));
});

it('stays superseded when it is replayed', async () => {
  const newer = update('cus_replay', 20);
  const older = update('cus_replay', 10);
  await deliverAnd(newer, 'processed');
  const { id } = await deliverAnd(older, 'superseded');
  expect((await hookline.api('POST', `/v1/webhook-events/${id}/replay`)).status).toBe(202);
  await is(older, 'superseded');
  expect(customers.applied).not.toContain(idOf(older));
});

it('calls the event processed when another handler has taken it', async () => {
  await deliverAnd(update('cus_both', 20, 'customer.deleted'), 'processed');
  const older = update('cus_both', 10, 'customer.deleted');
  const { handlers } = await deliverAnd(older, 'processed');
  expect(handlers.map(({ handler, status }) => [handler, status])).toEqual([
    ['Customers.forget', 'superseded'],
    ['Customers.note', 'processed'],
  ]);
  expect(customers.applied).toContain(`noted:${idOf(older)}`);
});
