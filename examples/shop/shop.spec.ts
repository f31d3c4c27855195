import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startSandboxes, startTestHookline, type TestHookline, type TestSandboxes } from 'hookline/testing';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { ShopModule } from './shop.module.js';

const placed = z.object({ id: z.uuid(), status: z.string(), pay_url: z.url() });

let database: TestDatabase;
let sandboxes: TestSandboxes<'stripe'>;
let shop: TestHookline;

beforeAll(async () => {
  database = await createTestDatabase();
  sandboxes = await startSandboxes({ providers: ['stripe'] });
  shop = await startTestHookline({ sandboxes, databaseUrl: database.url, imports: [ShopModule] });
});

afterAll(async () => {
  await shop?.stop();
  await sandboxes?.stop();
  await database?.drop();
});

const placeOrder = async () =>
  placed.parse(await (await shop.fetch('/orders', { body: { item: 'Teapot', amount: 2_500 } })).json());
const orderOf = async (id: string): Promise<unknown> => (await shop.fetch(`/orders/${id}`)).json();
const pay = (url: string, card: string) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ email: 'a@example.com', card }),
    redirect: 'manual',
  });

it('an order is paid once its customer has paid at Stripe, and comes back to the shop', async () => {
  const order = await placeOrder();
  expect(order.status).toBe('open');

  const page = await (await fetch(order.pay_url)).text();
  expect(page).toContain('€25.00');
  expect(page).toContain('Sandbox');

  const declined = await pay(order.pay_url, 'chargeDeclined');
  expect(declined.status).toBe(402);
  await shop.settled();
  expect(await orderOf(order.id)).toMatchObject({ status: 'open' });

  const paid = await pay(order.pay_url, 'visa');
  expect(paid.status).toBe(303);
  expect(paid.headers.get('location')).toBe(`${shop.url}/orders/${order.id}`);
  await shop.settled();
  expect(await orderOf(order.id)).toMatchObject({ status: 'paid', item: 'Teapot', amount: 2_500 });

  const events = await shop.fetch('/v1/webhook-events?type=checkout.session.completed');
  expect(await events.json()).toMatchObject({
    data: [{ status: 'processed', handlers: [{ handler: 'OrdersService.markPaid' }] }],
  });
});

it('an order is paid once, however often and late Stripe says it', async () => {
  const [first, second] = [await placeOrder(), await placeOrder()];
  const news = [first, second].map((order) =>
    shop.webhook('stripe', 'checkout.session.completed', {
      data: { object: { metadata: { order_id: order.id } } },
    }),
  );
  await shop.deliver(news, { duplicates: 2, shuffle: true, dropFirstAnswer: true });
  await shop.settled();
  expect([await orderOf(first.id), await orderOf(second.id)]).toMatchObject([
    { status: 'paid' },
    { status: 'paid' },
  ]);
});
