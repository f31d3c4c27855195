import { Injectable, Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OnWebhook, PaymentsModule, PaymentsService, money, type WebhookContext } from '../../src/index.js';
import {
  deliver,
  startSandboxes,
  startTestHookline,
  type TestHookline,
  type TestSandboxes,
} from '../../src/testing/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** A product's class, as a test would have it. */
@Injectable()
class Orders {
  readonly paid: string[] = [];
  failures = 0;

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async onPaid({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    const orderId = event.payload.data.object.metadata.order_id ?? '';
    if (orderId === 'fails-once' && this.failures === 0) {
      this.failures += 1;
      throw new Error('This handler fails on purpose.');
    }
    this.paid.push(orderId);
  }
}

@Module({ imports: [PaymentsModule], providers: [Orders] })
class ShopModule {}

let database: TestDatabase;
let sandboxes: TestSandboxes<'stripe' | 'slack' | 'sendgrid'>;
let hookline: TestHookline;
let payments: PaymentsService;
let orders: Orders;

beforeAll(async () => {
  database = await createTestDatabase();
  sandboxes = await startSandboxes({ providers: ['stripe', 'slack', 'sendgrid'] });
  const environment = { STRIPE_RETRY_DELAY: '0.01', SLACK_RETRY_DELAY: '0.01', SENDGRID_RETRY_DELAY: '0.01' };
  hookline = await startTestHookline({
    databaseUrl: database.url,
    sandboxes,
    environment,
    imports: [ShopModule],
  });
  payments = hookline.app.get(PaymentsService, { strict: false });
  orders = hookline.app.get(Orders, { strict: false });
});

afterAll(async () => {
  await hookline?.stop();
  await sandboxes?.stop();
  await database?.drop();
});

afterEach(() => {
  for (const sandbox of [sandboxes.stripe, sandboxes.slack, sandboxes.sendgrid]) sandbox.clearFaults();
  orders.paid.length = 0;
});

const charge = (orderId: string, timeoutMs = 20_000) =>
  payments.createPayment(
    { ...money(2_500, 'EUR'), paymentMethod: 'pm_card_visa', metadata: { order_id: orderId } },
    { idempotencyKey: `order-${orderId}`, timeoutMs },
  );

describe('a stand-in', () => {
  it('takes a payment, tells what it was asked, and its webhook arrives', async () => {
    await charge('one');
    await hookline.settled();
    expect(orders.paid).toEqual(['one']);
    expect(sandboxes.stripe.requests().at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/payment_intents',
      headers: { 'idempotency-key': expect.any(String) },
      body: { amount: '2500', currency: 'eur', 'metadata[order_id]': 'one' },
      status: 200,
    });
  });

  it.each([
    ['answers 503 twice', { status: 503, times: 2 }],
    ['breaks off before', { mode: 'reset-before' }],
    ['breaks off after it has charged', { mode: 'reset-after' }],
    ['is slow', { mode: 'delay', delayMs: 50 }],
  ] as const)('that %s still leaves one charge', async (name, fault) => {
    sandboxes.stripe.failNext(fault);
    const before = sandboxes.stripe.charges().length;
    const payment = await charge(name.replaceAll(' ', '-'));
    expect(payment.status).toBe('succeeded');
    expect(sandboxes.stripe.charges()).toHaveLength(before + 1);
  });

  it('that hangs runs into the time limit', async () => {
    sandboxes.stripe.failNext({ mode: 'hang', times: 10 });
    await expect(charge('hangs', 300)).rejects.toThrow(/stripe/i);
    expect(sandboxes.stripe.requests().at(-1)?.status).toBeUndefined();
  });

  it('of another provider fails in its own words, and is asked again where that is safe', async () => {
    sandboxes.slack.failNext({ status: 429, path: /chat\.postMessage$/ });
    sandboxes.sendgrid.failNext({ status: 400, path: /mail\/send$/ });
    const send = (message: object) =>
      hookline.fetch('/v1/notifications', { body: { mode: 'now', ...message } });
    const chat = await send({ channel: 'chat', to: '#general', text: 'Hello' });
    const email = await send({ channel: 'email', to: 'a@example.com', subject: 'Hello', text: 'Hello' });
    expect([chat.status, email.status]).toEqual([201, 400]);
    const posts = sandboxes.slack.requests().filter(({ path }) => path === '/api/chat.postMessage');
    expect(posts.map(({ status }) => status)).toEqual([429, 200]);
    expect(sandboxes.slack.messages()).toMatchObject([{ text: 'Hello' }]);
    expect(sandboxes.sendgrid.requests().map(({ status }) => status)).toEqual([400]);
  });
});

describe('the internet', () => {
  const webhooks = () =>
    ['a', 'b', 'c', 'd'].map((order) =>
      hookline.webhook('stripe', 'payment_intent.succeeded', {
        data: { object: { metadata: { order_id: order } } },
      }),
    );

  it('repeats, reorders, delays and loses answers, and each event is handled once', async () => {
    const seeds: string[] = [];
    const log = (line: string) => void seeds.push(line);
    const { answers } = await hookline.deliver(webhooks(), {
      duplicates: 2,
      shuffle: 42,
      delayMs: 3,
      dropFirstAnswer: true,
      log,
    });
    expect(answers).toHaveLength(16);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers.filter(({ dropped }) => dropped)).toHaveLength(4);
    await hookline.settled();
    expect(orders.paid.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(seeds).toEqual(['deliver: repeat this order and these waits with shuffle: 42']);
  });

  it('does the same again with the same seed', async () => {
    const line = webhooks();
    const orderOf = async (shuffle: number) => {
      const { answers } = await deliver(line, { to: hookline.url, shuffle, duplicates: 1, log: () => {} });
      return answers.map(({ webhook }) => line.indexOf(webhook));
    };
    const first = await orderOf(7);
    expect(await orderOf(7)).toEqual(first);
    expect(await orderOf(8)).not.toEqual(first);
    await hookline.settled();
  });
});

describe('settled', () => {
  it('waits for a handler that fails at first', async () => {
    const webhook = hookline.webhook('stripe', 'payment_intent.succeeded', {
      data: { object: { metadata: { order_id: 'fails-once' } } },
    });
    await webhook.send(hookline.url);
    await hookline.settled();
    expect(orders.paid).toEqual(['fails-once']);
  });
});
