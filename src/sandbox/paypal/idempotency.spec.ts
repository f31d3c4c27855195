import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  authorized,
  type Bench,
  captured,
  closeAll,
  euros,
  orderOf,
  paidFrom,
  paymentsOf,
  refusalOf,
  startBench,
} from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

const ORDERS = '/v2/checkout/orders';

describe('a PayPal-Request-Id', () => {
  it('has a repeat answered as the first time, 200 instead of 201', async () => {
    const body = paidFrom('sandbox_vault_succeeds');
    const first = await bench.call('POST', ORDERS, { body, requestId: 'a' });
    const second = await bench.call('POST', ORDERS, { body, requestId: 'a' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(bench.sandbox.orders()).toHaveLength(1);
  });

  it('is told apart by endpoint', async () => {
    await bench.call('POST', ORDERS, { body: orderOf('1.00'), requestId: 'a' });
    const [one, two] = [await captured(bench.call), await captured(bench.call)];
    const refund = ({ id }: { id: string }) =>
      bench.call('POST', `/v2/payments/captures/${id}/refund`, { body: {}, requestId: 'a' });
    const answers = [await refund(one), await refund(two), await refund(one)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers[2]?.body).toEqual(answers[0]?.body);
    expect(answers[1]?.body).not.toEqual(answers[0]?.body);
  });

  it('has a capture and a void repeated without harm', async () => {
    const { id, orderId } = await authorized(bench.call);
    const call = (verb: string, requestId: string, body: object = {}) =>
      bench.call('POST', `/v2/payments/authorizations/${id}/${verb}`, { body, requestId });
    await call('capture', 'a', { amount: euros('5.00') });
    await call('capture', 'a', { amount: euros('5.00') });
    expect((await paymentsOf(bench.call, orderId)).captures).toHaveLength(1);
    expect([(await call('void', 'b')).status, (await call('void', 'b')).status]).toEqual([204, 204]);
  });

  it('acts once when the first answer was lost', async () => {
    const { id, orderId } = await captured(bench.call);
    bench.sandbox.failNext({ mode: 'reset-after', method: 'POST', path: /refund$/ });
    const refund = () =>
      bench.call('POST', `/v2/payments/captures/${id}/refund`, {
        body: { amount: euros('5.00') },
        requestId: 'a',
      });
    await expect(refund()).rejects.toThrow('fetch failed');
    expect((await refund()).status).toBe(201);
    expect((await paymentsOf(bench.call, orderId)).refunds).toHaveLength(1);
  });

  it('acts once for repeats at the same time: the others are told that it is under way', async () => {
    const { id, orderId } = await captured(bench.call);
    bench.sandbox.failNext({ mode: 'delay', delayMs: 200, path: /refund$/ });
    const refund = () =>
      bench.call('POST', `/v2/payments/captures/${id}/refund`, { body: {}, requestId: 'a' });
    const answers = await Promise.all([refund(), refund(), refund()]);
    const refusals = answers.filter(({ status }) => status === 409).map(refusalOf);
    expect(refusals).toEqual([
      [409, 'PREVIOUS_REQUEST_IN_PROGRESS'],
      [409, 'PREVIOUS_REQUEST_IN_PROGRESS'],
    ]);
    expect((await paymentsOf(bench.call, orderId)).refunds).toHaveLength(1);
  });

  it('stays free when the request was refused', async () => {
    const made = await bench.call('POST', ORDERS, { body: orderOf('1.00') });
    const id = String(made.body['id']);
    const capture = () => bench.call('POST', `${ORDERS}/${id}/capture`, { requestId: 'a' });
    expect(refusalOf(await capture())).toEqual([422, 'ORDER_NOT_APPROVED']);
    await bench.sandbox.approve(id);
    expect((await capture()).status).toBe(201);
  });
});

describe('faults on demand', () => {
  const create = () => bench.call('POST', ORDERS, { body: orderOf('1.00') });

  it('reset-before: the connection breaks and nothing has happened', async () => {
    bench.sandbox.failNext({ mode: 'reset-before', times: 2 });
    await expect(create()).rejects.toThrow('fetch failed');
    await expect(create()).rejects.toThrow('fetch failed');
    expect(bench.sandbox.orders()).toEqual([]);
    expect((await create()).status).toBe(201);
  });

  it.each([
    [429, 'RATE_LIMIT_REACHED'],
    [500, 'INTERNAL_SERVER_ERROR'],
    [502, 'INTERNAL_SERVER_ERROR'],
    [503, 'SERVICE_UNAVAILABLE'],
  ])('%i: an answer without an effect', async (mode, name) => {
    bench.sandbox.failNext({ mode });
    const { status, body, headers } = await create();
    expect([status, body['name'], body['debug_id']]).toEqual([mode, name, headers.get('paypal-debug-id')]);
    expect(bench.sandbox.orders()).toEqual([]);
  });

  it('happen to the requests that they are meant for', async () => {
    bench.sandbox.failNext({ mode: 500, method: 'GET', path: /orders/ });
    const { status, body } = await create();
    expect(status).toBe(201);
    const find = () => bench.call('GET', `${ORDERS}/${String(body['id'])}`);
    expect([(await find()).status, (await find()).status]).toEqual([500, 200]);
  });
});
