import { Injectable, Module } from '@nestjs/common';
import { Client, type QueryResultRow } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { startTestHookline, type TestHookline, type TestHooklineOptions } from './hookline.js';
import { settledEvent, settledEvents, type ShownEvent } from './webhook-runs.js';

/** A product's handlers: they write effects, fail for the events that are told to, and note their runs. */
@Injectable()
export class Orders {
  /** Runs by event id, in this process. */
  readonly runs: string[] = [];
  failing = new Set<string>();

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    this.runs.push(event.externalId);
    await tx.$executeRaw`INSERT INTO effects (event_id, payment) VALUES (${event.externalId}, ${event.payload.data.object.id})`;
    if (this.failing.has(event.externalId)) throw new Error('the shelf is empty, sk_test_1234567890');
  }

  @OnWebhook('stripe', 'charge.refunded')
  @OnWebhook('stripe', 'refund.updated')
  async noteRefund({
    event,
    tx,
  }: WebhookContext<'stripe', 'charge.refunded' | 'refund.updated'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id, payment) VALUES (${event.externalId}, ${event.type})`;
  }

  @OnWebhook('stripe', 'invoice.paid')
  first({ event }: WebhookContext<'stripe', 'invoice.paid'>): void {
    this.runs.push(`first:${event.externalId}`);
  }

  @OnWebhook('stripe', 'invoice.paid')
  second({ event }: WebhookContext<'stripe', 'invoice.paid'>): void {
    this.runs.push(`second:${event.externalId}`);
    if (this.failing.has(event.externalId)) throw new Error('second always fails');
  }
}

@Module({ providers: [Orders] })
export class ShopModule {}

/** A Hookline with a shop's handlers, and a look into its database. */
export interface Shop {
  hookline: TestHookline;
  orders: Orders;
  database: Client;
  rows(sql: string, ...values: unknown[]): Promise<QueryResultRow[]>;
  /** How many effects an event has had, by its id at the provider. */
  effectsOf(externalId: string): Promise<number>;
  /** The event as the API shows it, once it stands as expected. */
  settled(externalId: string, status: string): Promise<ShownEvent>;
  /** Waits until all of these stand as expected. */
  allSettled(externalIds: readonly string[], status: string): Promise<void>;
  close(): Promise<void>;
}

export async function startShop(options: TestHooklineOptions = {}): Promise<Shop> {
  const hookline = await startTestHookline({ imports: [ShopModule], ...options });
  const database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await createEffects(database);
  const rows: Shop['rows'] = async (sql, ...values) => (await database.query(sql, values)).rows;
  return {
    hookline,
    orders: hookline.app.get(Orders, { strict: false }),
    database,
    rows,
    effectsOf: async (id) => (await rows('SELECT * FROM effects WHERE event_id = $1', id)).length,
    settled: (externalId, status) => settledEvent(hookline, database, externalId, status),
    allSettled: (externalIds, status) => settledEvents(database, externalIds, status),
    close: async () => {
      await database.end();
      await hookline.close();
    },
  };
}

/** The table that the handlers write to. */
export async function createEffects(database: Client): Promise<void> {
  await database.query('CREATE TABLE IF NOT EXISTS effects (event_id text NOT NULL, payment text NOT NULL)');
}

/** The provider's id of an event of Stripe. */
export const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
