import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ProcessUnderTest } from './process-under-test.js';

/** FAULTS O4: the answer is lost, or the process dies between the call and its record; the customer is charged once. */

let database: TestDatabase | undefined;
let sandbox: StripeSandbox | undefined;
let service: ProcessUnderTest | undefined;

afterEach(async () => {
  await service?.kill();
  await sandbox?.close();
  await database?.drop();
});

const KEY = 'hl_the_key_of_this_test';

async function start() {
  database = await createTestDatabase();
  sandbox = await startStripeSandbox({ port: 0 });
  service = await ProcessUnderTest.start(database.url, {
    STRIPE_SECRET_KEY: sandbox.secretKey,
    STRIPE_API_BASE_URL: sandbox.url,
    STRIPE_RETRY_DELAY: '0.05',
  });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'test', 'hl_the_', $1, '{admin}')`,
    [createHash('sha256').update(KEY).digest()],
  );
  await client.end();
  return { service, sandbox };
}

const charge = (url: string, key: string) =>
  request(
    `${url}/v1/payments`,
    'POST',
    { amount: 1999, currency: 'EUR', payment_method: 'pm_card_visa' },
    { Authorization: `Bearer ${KEY}`, 'Idempotency-Key': key },
  );

describe('A charge', () => {
  it('whose process is killed between the call and its answer is made once, and the same request then gets it', async () => {
    const { service: running, sandbox: stripe } = await start();
    stripe.failNext({ method: 'POST', path: /payment_intents/, mode: 'delay', delayMs: 1_000 });
    const lost = charge(running.url, 'order-1').catch(() => undefined);
    await eventually('Stripe has the request', () =>
      stripe.requests().some(({ method }) => method === 'POST') ? true : undefined,
    );
    await running.kill();
    expect(await lost).toBeUndefined();

    await running.start();
    const again = await eventually(
      'the request may run again',
      async () => {
        const answer = await charge(running.url, 'order-1');
        return answer.status === 409 ? undefined : answer;
      },
      60_000,
    );
    expect(again).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 1999 } });
    expect(stripe.paymentIntents().map(({ id }) => id)).toEqual([again.body.id]);
    const keys = stripe.requests().filter(({ method }) => method === 'POST');
    expect(new Set(keys.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  }, 180_000);

  it('whose answers are lost at random is made once for each order', async () => {
    const { service: running, sandbox: stripe } = await start();
    const orders = Array.from({ length: 60 }, (_, index) => `order-${index}`);
    // So many failures in a row would open the circuit.
    await request(
      `${running.url}/v1/circuits/hold`,
      'POST',
      { provider: 'stripe', hold: 'closed', reason: 'it fails on purpose' },
      { Authorization: `Bearer ${KEY}` },
    );
    stripe.failNext({ method: 'POST', path: /payment_intents/, mode: 'reset-after', times: 20 });
    stripe.failNext({ method: 'POST', path: /payment_intents/, mode: 'reset-before', times: 20 });
    const answers = await Promise.all(orders.map((order) => charge(running.url, order)));
    for (const [index, first] of answers.entries()) {
      const settled = first.status === 201 ? first : await charge(running.url, orders[index] ?? '');
      expect(settled.status).toBe(201);
    }
    expect(stripe.paymentIntents()).toHaveLength(orders.length);
  }, 180_000);
});
