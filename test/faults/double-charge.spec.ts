import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '../../src/contracts/money.js';
import { IntegrationError } from '../../src/contracts/errors.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

/** The hunt for a double charge: whatever goes wrong between us and the provider, each order is paid once. */

const EUR = money(0, 'EUR').currency;
const ORDERS = 2_000;
const IN_FLIGHT = 32;
/** Of all requests, this share goes wrong in some way. */
const FAILING = 0.15;

/** Printed by a failed run, so that it can be run again. */
const seed = Number(process.env.SEED ?? randomInt(2 ** 31));

let stripe: FaultServer;
let hookline: TestHookline;

beforeAll(async () => {
  const random = randomNumbers(seed);
  const waysToFail: ((payment: object) => Fault)[] = [
    () => faults.resetBefore(),
    () => faults.resetAfter(),
    () => faults.status(500, {}, { error: { type: 'api_error' } }),
    () => faults.acted(faults.status(500, {}, { error: { type: 'api_error' } })),
    () => faults.acted(faults.status(502, { 'content-type': 'text/html' }, '<html>Bad gateway</html>')),
    () => faults.status(503, { 'retry-after': '0' }, { error: { type: 'api_error' } }),
    () =>
      faults.status(
        429,
        { 'retry-after': '0' },
        { error: { type: 'invalid_request_error', code: 'rate_limit' } },
      ),
    (payment) => faults.slow(30, faults.ok(payment)),
  ];
  stripe = await startFaultServer({
    answer: ({ method, key, body }) => {
      // Hookline looking for what became of lost calls, among no payments of the last minutes.
      if (method === 'GET') return faults.status(404, {}, { error: { type: 'invalid_request_error' } });
      const payment = paymentIntent(`pi_${key?.replace(/\W/g, '')}`, body.toString());
      const fail = waysToFail[Math.floor(random() * waysToFail.length)];
      return random() < FAILING && fail ? fail(payment) : faults.ok(payment);
    },
  });
  hookline = await startTestHookline({
    environment: {
      STRIPE_SECRET_KEY: 'sk_test_hunt',
      STRIPE_API_BASE_URL: stripe.url,
      STRIPE_RETRY_DELAY: '0.01',
      STRIPE_RATE_LIMIT: '10000000',
    },
  });
});
afterAll(async () => {
  await hookline?.close();
  await stripe?.close();
});

it(`leaves exactly ${ORDERS} payments (seed ${seed})`, async () => {
  const payments = hookline.app.get(StripePaymentProvider, { strict: false });
  const paid = new Map<string, string>();
  const orders = Array.from({ length: ORDERS }, (_, index) => `order-${index}`);
  let errors = 0;

  async function payInTurn(): Promise<void> {
    for (let order = orders.pop(); order !== undefined; order = orders.pop()) {
      try {
        const input = { amount: 1999, currency: EUR, metadata: { order } };
        paid.set(order, (await payments.createPayment(input, { idempotencyKey: order })).id);
      } catch (error) {
        // What a product does after a failure that may pass: the same order again, under the same key.
        if (!(error instanceof IntegrationError)) throw error;
        errors += 1;
        orders.push(order);
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, payInTurn));

  expect(paid.size).toBe(ORDERS);
  expect(new Set(paid.values()).size).toBe(ORDERS);
  expect([stripe.operations, stripe.keys.size]).toEqual([ORDERS, ORDERS]);
  expect(stripe.requests.length).toBeGreaterThan(ORDERS * 1.05); // it did hurt
  expect(errors).toBeLessThan(ORDERS * 0.05); // and the product seldom noticed
}, 360_000);

/** The part of a PaymentIntent that a product is shown. @see https://docs.stripe.com/api/payment_intents/object */
function paymentIntent(id: string, form: string): object {
  const order = new URLSearchParams(form).get('metadata[order]');
  return {
    id,
    object: 'payment_intent',
    amount: 1999,
    amount_capturable: 0,
    amount_received: 1999,
    capture_method: 'automatic',
    client_secret: `${id}_secret_hunt`,
    created: 1_785_000_060,
    currency: 'eur',
    customer: null,
    description: null,
    last_payment_error: null,
    latest_charge: { id: 'ch_hunt', object: 'charge', amount_refunded: 0 },
    livemode: false,
    metadata: { order },
    next_action: null,
    status: 'succeeded',
  };
}

/** The same numbers for the same seed (mulberry32). */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
