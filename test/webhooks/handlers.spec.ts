import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module, Scope } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { Orders, ShopModule, idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let shop: Shop;
let hookline: TestHookline;
let orders: Orders;

beforeAll(async () => {
  shop = await startShop();
  hookline = shop.hookline;
  orders = shop.orders;
});
afterAll(() => shop?.close());

/** A database that outlives the application on it, until the end of this file. */
async function emptyDatabase(): Promise<string> {
  const created = await createTestDatabase();
  databases.push(created);
  return created.url;
}
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const created of databases) await created.drop();
});

describe('A handler', () => {
  it('that throws is tried again with growing delays, then rests in the dead letter; nothing that it wrote stays', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const event = await shop.settled(idOf(body), 'dead');
    expect(event.handlers).toMatchObject([{ status: 'dead', attempts: 3, next_attempt_at: null }]);
    expect(event.handlers[0]?.last_error).toContain('the shelf is empty');
    expect(event.handlers[0]?.last_error).not.toContain('sk_test_');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(3);
    expect(await shop.effectsOf(idOf(body))).toBe(0);
  });

  it('that failed is not run again by a repeat of the delivery', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    await eventually('it runs', () => orders.runs.includes(idOf(body)) || undefined);
    expect((await deliver(hookline.url, body)).body).toEqual({ stored: 0, duplicates: 1 });
    await shop.settled(idOf(body), 'dead');
    expect((await deliver(hookline.url, body)).body).toEqual({ stored: 0, duplicates: 1 });
    expect(await shop.rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toHaveLength(
      1,
    );
    await shop.settled(idOf(body), 'dead');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(3);
  });

  it('is run again by a replay, once its fault is mended', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const { id } = await shop.settled(idOf(body), 'dead');
    orders.failing.delete(idOf(body));
    expect(await hookline.api('POST', `/v1/webhook-events/${id}/replay`)).toMatchObject({
      status: 202,
      body: { id, status: 'pending' },
    });
    await shop.settled(idOf(body), 'processed');
    expect(await shop.effectsOf(idOf(body))).toBe(1);
  });

  it('that failed does not run the others of its event again', async () => {
    const body = stripeEvent('invoice.paid');
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const event = await shop.settled(idOf(body), 'dead');
    expect(event.handlers).toMatchObject([
      { handler: 'Orders.first', status: 'processed', attempts: 1 },
      { handler: 'Orders.second', status: 'dead', attempts: 3 },
    ]);
    orders.failing.delete(idOf(body));
    await hookline.api('POST', `/v1/webhook-events/${event.id}/replay`);
    await shop.settled(idOf(body), 'processed');
    const runs = orders.runs.filter((run) => run.endsWith(idOf(body))).toSorted();
    expect(runs).toEqual([`first:${idOf(body)}`, ...Array.from({ length: 4 }, () => `second:${idOf(body)}`)]);
  });

  it('may take several types of events', async () => {
    const bodies = [stripeEvent('charge.refunded'), stripeEvent('refund.updated')];
    for (const body of bodies) await deliver(hookline.url, body);
    for (const body of bodies) {
      await shop.settled(idOf(body), 'processed');
      expect(await shop.effectsOf(idOf(body))).toBe(1);
    }
  });

  it('of a processed event runs again when it is replayed', async () => {
    const body = stripeEvent();
    await deliver(hookline.url, body);
    const { id } = await shop.settled(idOf(body), 'processed');
    await hookline.api('POST', `/v1/webhook-events/${id}/replay`);
    await eventually('it has run again', async () =>
      (await shop.effectsOf(idOf(body))) > 1 ? true : undefined,
    );
    expect(await shop.effectsOf(idOf(body))).toBe(2);
  });
});

describe('A handler that could not be told from another, or never be called', () => {
  /** Another class of the same name, as another module may well have. */
  const nextDoor = () => {
    class OrdersNextDoor {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      markPaid(): void {}
    }
    return Object.defineProperty(OrdersNextDoor, 'name', { value: 'Orders' });
  };

  it('stops the start when another class has one of the same name', async () => {
    @Module({ providers: [nextDoor()] })
    class OtherShopModule {}
    const starting = startTestHookline({ imports: [ShopModule, OtherShopModule] });
    await expect(starting).rejects.toThrow('Two classes have a handler Orders.markPaid');
  });

  it('stops the start when its class is made for each request', async () => {
    @Module({ providers: [{ provide: 'PER_REQUEST', useClass: nextDoor(), scope: Scope.REQUEST }] })
    class RequestScopedModule {}
    const starting = startTestHookline({ imports: [RequestScopedModule] });
    await expect(starting).rejects.toThrow('must not be request-scoped');
  });

  it('runs once when two modules provide its class', async () => {
    @Module({ providers: [Orders] })
    class SecondModule {}
    const twice = await startTestHookline({ imports: [ShopModule, SecondModule] });
    const body = stripeEvent('invoice.paid');
    await deliver(twice.url, body);
    const event = await eventually('it is processed', async () => {
      const { body: page } = await twice.api('GET', '/v1/webhook-events?status=processed');
      return page.data[0];
    });
    expect(event.handlers).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    await twice.close();
  });
});

describe('A handler whose provider has no webhook secret', () => {
  it('stops the start with a sentence that names the variable', async () => {
    const starting = startTestHookline({
      imports: [ShopModule],
      environment: { STRIPE_WEBHOOK_SECRETS: '' },
    });
    await expect(starting).rejects.toThrow(/STRIPE_WEBHOOK_SECRETS must be set: Orders\.\w+ handles/);
  });
});

describe('A handler whose statement takes long', () => {
  it('is given its time, while webhooks still come in', async () => {
    let begun = 0;
    @Injectable()
    class Reports {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async write({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        begun += 1;
        await tx.$executeRaw`SELECT pg_sleep(5)`;
      }
    }
    @Module({ providers: [Reports] })
    class ReportsModule {}

    const slow = await startTestHookline({ imports: [ReportsModule] });
    await deliver(slow.url, stripeEvent());
    await eventually('the handler runs', () => begun === 1 || undefined);
    const before = performance.now();
    expect((await deliver(slow.url, stripeEvent('a.b'))).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(1_000);
    const event = await eventually('it is processed', async () => {
      const { body: page } = await slow.api('GET', '/v1/webhook-events?status=processed');
      return page.data[0];
    });
    expect(event.handlers).toMatchObject([{ handler: 'Reports.write', attempts: 1 }]);
    await slow.close();
  });
});

describe('A shutdown', () => {
  it('lets a running handler finish, so that it need not run again', async () => {
    let begun = false;
    @Injectable()
    class Slow {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async work({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        begun = true;
        await tx.$executeRaw`SELECT pg_sleep(0.8)`;
      }
    }
    @Module({ providers: [Slow] })
    class SlowModule {}

    const stopping = await startTestHookline({ imports: [SlowModule], databaseUrl: await emptyDatabase() });
    await deliver(stopping.url, stripeEvent());
    await eventually('the handler runs', () => begun || undefined);
    await stopping.close();
    const client = new Client({ connectionString: stopping.databaseUrl });
    await client.connect();
    const { rows: runs } = await client.query('SELECT status, attempts FROM webhook_handler_runs');
    await client.end();
    expect(runs).toEqual([{ status: 'processed', attempts: 1 }]);
  });
});
