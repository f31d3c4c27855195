import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type Service } from 'hookline';
import { eventually } from '../../test/support/eventually.js';
import { freePort } from '../../test/support/free-port.js';
import { request } from '../../test/support/hookline.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { makeFolder } from '../../test/support/run-folder.js';
import { ShopModule } from './shop.module.js';

let database: TestDatabase;
let dataDir: string;
let shop: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await makeFolder('shop');
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  };
  shop = await startService({ environment, imports: [ShopModule] });
});

afterAll(async () => {
  await shop?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const pay = (url: string, card: string) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ email: 'a@example.com', card }),
    redirect: 'manual',
  });

it('an order is paid once its customer has paid at Stripe, and comes back to the shop', async () => {
  const { status, body: order } = await request(`${shop.url}/orders`, 'POST', {
    item: 'Teapot',
    amount: 2500,
  });
  expect({ status, order: order.status }).toEqual({ status: 201, order: 'open' });

  const page = await request(order.pay_url, 'GET');
  expect(page.body).toContain('€25.00');
  expect(page.body).toContain('Sandbox');

  const declined = await pay(order.pay_url, 'chargeDeclined');
  expect(declined.status).toBe(402);
  expect((await request(`${shop.url}/orders/${order.id}`, 'GET')).body.status).toBe('open');

  const paid = await pay(order.pay_url, 'visa');
  expect(paid.status).toBe(303);
  expect(paid.headers.get('location')).toBe(`${shop.url}/orders/${order.id}`);
  const settled = await eventually('the order is paid', async () => {
    const { body } = await request(`${shop.url}/orders/${order.id}`, 'GET');
    return body.status === 'paid' ? body : undefined;
  });
  expect(settled).toMatchObject({ item: 'Teapot', amount: 2500 });

  const key = (await readFile(join(dataDir, 'development-api-key'), 'utf8')).trim();
  const events = `${shop.url}/v1/webhook-events?type=checkout.session.completed`;
  // An event is said to be processed a moment after what its handler did is there.
  const event = await eventually('its event is processed', async () => {
    const { body } = await request(events, 'GET', undefined, { Authorization: `Bearer ${key}` });
    return body.data.length === 1 && body.data[0].status !== 'pending' ? body.data[0] : undefined;
  });
  expect(event).toMatchObject({ status: 'processed', handlers: [{ handler: 'OrdersService.markPaid' }] });
});
