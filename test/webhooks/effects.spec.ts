import { afterAll, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { money } from '../../src/contracts/money.js';
import { StripeModule } from '../../src/providers/stripe/stripe.module.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { closeAll, startBench, type Bench } from '../../src/sandbox/stripe/spec-support.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { WEBHOOK_SECRET, startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { settledEvent } from '../support/webhook-runs.js';

/** What a handler does happens once: in the database by its transaction, at a provider by its idempotency key. */

@Injectable()
class Subscriptions {
  readonly payments: string[] = [];
  readonly stumbling = new Set<string>();

  constructor(private readonly stripe: StripePaymentProvider) {}

  /** Charges twice, each for a reason of its own, and fails afterwards the first time. */
  @OnWebhook('stripe', 'invoice.created', { retryDelaysMs: [50] })
  async collect({ event, tx }: WebhookContext<'stripe', 'invoice.created'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id) VALUES (${event.externalId})`;
    for (const amount of [1_000, 2_000]) {
      const { id } = await this.stripe.createPayment(money(amount, 'EUR'));
      this.payments.push(id);
    }
    if (this.stumbling.delete(event.externalId)) throw new Error('lost the way after the payments');
  }
}

@Module({ imports: [StripeModule], providers: [Subscriptions] })
class SubscriptionsModule {}

let bench: Bench;
let hookline: TestHookline;
let database: Client;
let subscriptions: Subscriptions;

beforeAll(async () => {
  bench = await startBench();
  hookline = await startTestHookline({
    imports: [SubscriptionsModule],
    environment: {
      STRIPE_SECRET_KEY: bench.sandbox.secretKey,
      STRIPE_API_BASE_URL: bench.sandbox.url,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    },
  });
  subscriptions = hookline.app.get(Subscriptions, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await database.query('CREATE TABLE effects (event_id text NOT NULL)');
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
  await closeAll();
});

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
const effectsOf = async (body: string) =>
  (await database.query('SELECT 1 FROM effects WHERE event_id = $1', [idOf(body)])).rows.length;

it('a handler that failed after it wrote and called, and is tried again, leaves one row and one payment of each', async () => {
  const body = stripeEvent('invoice.created');
  subscriptions.stumbling.add(idOf(body));
  await deliver(hookline.url, body);
  const { handlers } = await settledEvent(hookline, database, idOf(body), 'processed');
  expect(handlers).toMatchObject([{ attempts: 2 }]);
  expect(await effectsOf(body)).toBe(1);

  const amounts = bench.sandbox.paymentIntents().map(({ amount }) => amount);
  expect(new Set(amounts)).toEqual(new Set([1_000, 2_000]));
  expect(amounts).toHaveLength(2);
  const [first, second, again, andAgain] = subscriptions.payments;
  expect([again, andAgain]).toEqual([first, second]);
  expect(first).not.toBe(second);
});

it('another event makes payments of its own', async () => {
  const before = bench.sandbox.paymentIntents().length;
  const body = stripeEvent('invoice.created');
  await deliver(hookline.url, body);
  await settledEvent(hookline, database, idOf(body), 'processed');
  expect(bench.sandbox.paymentIntents()).toHaveLength(before + 2);
});

it('a replay of a processed event is the same work again: one more row, and no more payments', async () => {
  const body = stripeEvent('invoice.created');
  await deliver(hookline.url, body);
  const { id } = await settledEvent(hookline, database, idOf(body), 'processed');
  const before = bench.sandbox.paymentIntents().length;
  await hookline.api('POST', `/v1/webhook-events/${id}/replay`);
  await settledEvent(hookline, database, idOf(body), 'processed');
  expect(await effectsOf(body)).toBe(2);
  expect(bench.sandbox.paymentIntents()).toHaveLength(before);
});
