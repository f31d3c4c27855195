import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { ShopModule, createEffects, idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

let shop: Shop;
let hookline: TestHookline;

beforeAll(async () => {
  // One handler at a time, so that the order in which events are sent shows.
  shop = await startShop({ retryDelaysMs: [], environment: { WORKER_CONCURRENCY: '1' } });
  hookline = shop.hookline;
});
afterAll(() => shop?.close());

/** Delivers events whose handler fails for good, and then mends it. */
async function deadLetters(count: number, type = 'payment_intent.succeeded'): Promise<string[]> {
  const bodies = Array.from({ length: count }, () => stripeEvent(type));
  for (const body of bodies) shop.orders.failing.add(idOf(body));
  await Promise.all(bodies.map((body) => deliver(hookline.url, body)));
  await shop.allSettled(bodies.map(idOf), 'dead');
  for (const body of bodies) shop.orders.failing.delete(idOf(body));
  return bodies.map(idOf);
}

const replay = (body: unknown) => hookline.api('POST', '/v1/webhook-events/replay', body);
const count = async (status: string) =>
  (await shop.rows('SELECT 1 FROM webhook_events WHERE status = $1::webhook_event_status', status)).length;

describe('POST /v1/webhook-events/replay', () => {
  it('replays all dead letters, each once, however often it is called', async () => {
    const ids = await deadLetters(40);
    const calls = await Promise.all([replay({ status: 'dead' }), replay({ status: 'dead' })]);
    expect(calls.map(({ status }) => status)).toEqual([202, 202]);
    await shop.allSettled(ids, 'processed');
    for (const id of ids) expect(await shop.effectsOf(id)).toBe(1);
    expect((await replay({ status: 'dead' })).body).toEqual({ replayed: 0, skipped: 0, next_cursor: null });
  });

  it('replays what the filter finds, and nothing else', async () => {
    const [payments, invoices] = [await deadLetters(3), await deadLetters(2, 'invoice.paid')];
    const { body } = await replay({ provider: 'stripe', type: 'invoice.paid', status: 'dead' });
    expect(body).toEqual({ replayed: 2, skipped: 0, next_cursor: null });
    await shop.allSettled(invoices, 'processed');
    await shop.allSettled(payments, 'dead');
    const past = await replay({ status: 'dead', received_before: '2020-01-01T00:00:00Z' });
    expect(past.body.replayed).toBe(0);
    expect((await replay({ id: payments[0] })).body.replayed).toBeGreaterThan(0);
    await shop.settled(payments[0] ?? '', 'processed');
  });

  it('sends events in the order in which they came', async () => {
    const ids = await deadLetters(1).then(async ([first]) => [first, ...(await deadLetters(1))]);
    shop.orders.runs.length = 0;
    await replay({ status: 'dead', received_after: '2020-01-01T00:00:00Z' });
    for (const id of ids) await shop.settled(id ?? '', 'processed');
    const order = shop.orders.runs.filter((run) => ids.includes(run));
    expect(order).toEqual(ids);
  });

  it('refuses to replay everything by mistake, and fields that it does not know', async () => {
    const before = await count('processed');
    expect((await replay({})).status).toBe(400);
    const wrong = await replay({ status: 'dead', state: 'dead' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { details: [{ field: 'state' }] } } });
    expect(await count('processed')).toBe(before);
  });

  it('goes on from where it ended', async () => {
    await deadLetters(2);
    const [first] = await shop.rows(
      "SELECT id FROM webhook_events WHERE status = 'dead' ORDER BY id DESC OFFSET 1 LIMIT 1",
    );
    expect((await replay({ status: 'dead', cursor: first?.['id'] })).body.replayed).toBe(1);
  });

  it('skips an event whose payload was erased; asked for alone, it is refused with 422', async () => {
    await replay({ status: 'dead' });
    const [id = ''] = await deadLetters(1);
    const event = await shop.settled(id, 'dead');
    await hookline.api('POST', '/v1/webhook-events/erase', { ids: [event.id] });
    expect((await replay({ id: event.id })).body).toEqual({ replayed: 0, skipped: 1, next_cursor: null });
    expect(await hookline.api('POST', `/v1/webhook-events/${event.id}/replay`)).toMatchObject({
      status: 422,
      body: { error: { code: 'UNPROCESSABLE' } },
    });
  });

  it('is not for keys that may only read', async () => {
    const key = await hookline.createKey('webhooks:read');
    const headers = { Authorization: `Bearer ${key}` };
    expect(
      (await hookline.api('POST', '/v1/webhook-events/replay', { status: 'dead' }, headers)).status,
    ).toBe(403);
  });
});

describe('An event that nobody handles', () => {
  it('is kept and marked, and handled by a replay once there is a handler', async () => {
    const quiet = await startTestHookline();
    const body = stripeEvent();
    await deliver(quiet.url, body);
    const { id } = await eventually('unhandled', async () => {
      const { body: page } = await quiet.api('GET', '/v1/webhook-events?status=unhandled');
      return page.data[0];
    });
    await quiet.app.close();

    const client = new Client({ connectionString: quiet.databaseUrl });
    await client.connect();
    await createEffects(client);
    await client.end();
    const later = await startTestHookline({ imports: [ShopModule], databaseUrl: quiet.databaseUrl });
    await later.api('POST', `/v1/webhook-events/${id}/replay`);
    const event = await eventually('processed', async () => {
      const answer = await later.api('GET', `/v1/webhook-events/${id}`);
      return answer.body.status === 'processed' ? answer.body : undefined;
    });
    expect(event.handlers).toMatchObject([{ handler: 'Orders.markPaid', status: 'processed' }]);
    await later.close();
    await quiet.close();
  });
});

describe('A replay that comes while a failed handler is being tried again', () => {
  it('is refused with 409, hinders nobody, and the event ends as processed', async () => {
    let attempts = 0;
    @Injectable()
    class Flaky {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async work({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        attempts += 1;
        if (attempts === 1) throw new Error('the first attempt fails');
        await tx.$executeRaw`SELECT pg_sleep(0.8)`;
      }
    }
    @Module({ providers: [Flaky] })
    class FlakyModule {}

    const flaky = await startTestHookline({ imports: [FlakyModule] });
    await deliver(flaky.url, stripeEvent());
    await eventually('the second attempt runs', () => attempts === 2 || undefined);
    const { body: page } = await flaky.api('GET', '/v1/webhook-events');
    const replayed = await flaky.api('POST', `/v1/webhook-events/${page.data[0].id}/replay`);
    expect(replayed).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', message: expect.stringContaining('Try again') } },
    });
    const event = await eventually('it is processed', async () => {
      const { body } = await flaky.api('GET', `/v1/webhook-events/${page.data[0].id}`);
      return body.status === 'processed' ? body : undefined;
    });
    expect(event.handlers).toMatchObject([{ status: 'processed', attempts: 2 }]);
    expect(attempts).toBe(2);
    await flaky.close();
  });
});
