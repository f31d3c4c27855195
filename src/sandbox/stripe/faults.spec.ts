import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, clientOf, closeAll, failureOf, paidBy, startBench } from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

/** The SDK sends a request again once when its connection breaks, even with its retries off. */
const times = 2;

const pay = () => bench.stripe.paymentIntents.create(paidBy('pm_card_visa'));

describe('faults on demand', () => {
  it('reset-before: the connection breaks and nothing has happened', async () => {
    bench.sandbox.failNext({ mode: 'reset-before', times });
    expect(await failureOf(pay())).toMatchObject({ type: 'StripeConnectionError' });
    expect(bench.sandbox.paymentIntents()).toHaveLength(0);
    expect(await pay()).toMatchObject({ status: 'succeeded' });
  });

  it('reset-after: the payment is made, the answer is lost', async () => {
    bench.sandbox.failNext({ mode: 'reset-after', method: 'POST', path: /^\/v1\/payment_intents$/, times });
    expect(await failureOf(pay())).toMatchObject({ type: 'StripeConnectionError' });
    expect(bench.sandbox.paymentIntents()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('status: an answer without an effect, with its headers', async () => {
    bench.sandbox.failNext({ mode: 'status', status: 429, headers: { 'Retry-After': '7' } });
    expect(await failureOf(pay())).toMatchObject({
      type: 'StripeRateLimitError',
      code: 'rate_limit',
      headers: { 'retry-after': '7' },
    });
    bench.sandbox.failNext({ mode: 'status', status: 503 });
    expect(await failureOf(pay())).toMatchObject({ type: 'StripeAPIError', statusCode: 503 });
    expect(bench.sandbox.paymentIntents()).toHaveLength(0);
  });

  it('delay: the answer is late', async () => {
    bench.sandbox.failNext({ mode: 'delay', delayMs: 400 });
    const hasty = clientOf(bench.sandbox, { timeout: 100 });
    expect(await failureOf(hasty.customers.list())).toMatchObject({ type: 'StripeConnectionError' });
  });

  it('happen to the requests that they are meant for, as often as they are meant to', async () => {
    bench.sandbox.failNext({ mode: 'status', status: 500, method: 'GET', path: /customers/, times: 2 });
    await pay();
    await failureOf(bench.stripe.customers.list());
    await failureOf(bench.stripe.customers.list());
    expect((await bench.stripe.customers.list()).data).toEqual([]);
    bench.sandbox.failNext({ mode: 'reset-before' });
    bench.sandbox.clearFaults();
    expect((await bench.stripe.customers.list()).data).toEqual([]);
  });
});

describe('the request log', () => {
  it('tells what was asked, under which key, and how it ended', async () => {
    await bench.stripe.paymentIntents.create(paidBy('pm_card_visa'), { idempotencyKey: 'order-7' });
    await failureOf(bench.stripe.customers.retrieve('cus_nobody'));
    bench.sandbox.failNext({ mode: 'reset-before', times });
    await failureOf(bench.stripe.customers.list());
    expect(
      bench.sandbox
        .requests()
        .map(({ method, path, idempotencyKey, status }) => [method, path, idempotencyKey, status]),
    ).toEqual([
      ['POST', '/v1/payment_intents', 'order-7', 200],
      ['GET', '/v1/customers/cus_nobody', undefined, 404],
      ['GET', '/v1/customers', undefined, undefined],
      ['GET', '/v1/customers', undefined, undefined],
    ]);
  });
});
