import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  authorized,
  type Bench,
  captured,
  closeAll,
  euros,
  paymentsOf,
  refusalOf,
  startBench,
} from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

const AUTHORIZATIONS = '/v2/payments/authorizations';
const CAPTURES = '/v2/payments/captures';

describe('an authorization', () => {
  const capture = (id: string, body: object = {}) =>
    bench.call('POST', `${AUTHORIZATIONS}/${id}/capture`, { body, wantsAll: true });

  it('is captured in parts, until all is taken', async () => {
    const { id, orderId } = await authorized(bench.call);
    const part = await capture(id, { amount: euros('5.00'), invoice_id: 'INV-1' });
    expect([part.status, part.body]).toEqual([
      201,
      expect.objectContaining({
        status: 'COMPLETED',
        amount: euros('5.00'),
        final_capture: false,
        invoice_id: 'INV-1',
        supplementary_data: { related_ids: { order_id: orderId, authorization_id: id } },
      }),
    ]);
    expect(await paymentsOf(bench.call, orderId)).toMatchObject({
      authorizations: [{ id, status: 'PARTIALLY_CAPTURED' }],
      captures: [{ id: part.body['id'] }],
    });
    expect((await capture(id)).body).toMatchObject({ amount: euros('15.00') });
    expect((await bench.call('GET', `${AUTHORIZATIONS}/${id}`)).body).toMatchObject({ status: 'CAPTURED' });
    expect(refusalOf(await capture(id))).toEqual([422, 'AUTHORIZATION_ALREADY_CAPTURED']);
  });

  it('is done after a final capture', async () => {
    const { id } = await authorized(bench.call);
    await capture(id, { amount: euros('5.00'), final_capture: true });
    expect(refusalOf(await capture(id, { amount: euros('1.00') }))).toEqual([
      422,
      'AUTHORIZATION_ALREADY_CAPTURED',
    ]);
  });

  it('gives 15 % more than was held, in its currency', async () => {
    const { id } = await authorized(bench.call);
    expect(refusalOf(await capture(id, { amount: euros('23.01') }))).toEqual([
      422,
      'MAX_CAPTURE_AMOUNT_EXCEEDED /amount/value',
    ]);
    expect(refusalOf(await capture(id, { amount: { currency_code: 'USD', value: '1.00' } }))).toEqual([
      422,
      'AUTH_CAPTURE_CURRENCY_MISMATCH /amount/currency_code',
    ]);
    expect((await capture(id, { amount: euros('23.00') })).status).toBe(201);
  });

  it('is voided, and its order with it', async () => {
    const { id, orderId } = await authorized(bench.call);
    const voidIt = () => bench.call('POST', `${AUTHORIZATIONS}/${id}/void`);
    expect(await voidIt()).toMatchObject({ status: 204, body: {} });
    expect(await paymentsOf(bench.call, orderId)).toMatchObject({
      status: 'VOIDED',
      authorizations: [{ status: 'VOIDED' }],
    });
    expect(refusalOf(await voidIt())).toEqual([422, 'PREVIOUSLY_VOIDED']);
    expect(refusalOf(await capture(id))).toEqual([422, 'AUTHORIZATION_VOIDED']);
  });

  it('is shown when it is voided, where that is wanted, and not voided once it is captured', async () => {
    const { id } = await authorized(bench.call);
    expect(await bench.call('POST', `${AUTHORIZATIONS}/${id}/void`, { wantsAll: true })).toMatchObject({
      status: 200,
      body: { id, status: 'VOIDED' },
    });
    const other = await authorized(bench.call);
    await capture(other.id);
    expect(refusalOf(await bench.call('POST', `${AUTHORIZATIONS}/${other.id}/void`))).toEqual([
      422,
      'PREVIOUSLY_CAPTURED',
    ]);
  });
});

describe('a capture', () => {
  const refund = (id: string, body: object = {}) =>
    bench.call('POST', `${CAPTURES}/${id}/refund`, { body, wantsAll: true });

  it('is refunded in parts, until nothing is left', async () => {
    const { id, orderId } = await captured(bench.call);
    const part = await refund(id, { amount: euros('5.00'), note_to_payer: 'Broken', custom_id: 'refund-1' });
    expect([part.status, part.body]).toEqual([
      201,
      expect.objectContaining({
        status: 'COMPLETED',
        amount: euros('5.00'),
        note_to_payer: 'Broken',
        custom_id: 'refund-1',
        seller_payable_breakdown: expect.objectContaining({ total_refunded_amount: euros('5.00') }),
      }),
    ]);
    const found = await bench.call('GET', `/v2/payments/refunds/${String(part.body['id'])}`);
    expect(found.body).toEqual(part.body);
    expect((await bench.call('GET', `${CAPTURES}/${id}`)).body).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      supplementary_data: { related_ids: { order_id: orderId } },
    });
    expect(refusalOf(await refund(id, { amount: euros('15.01') }))).toEqual([
      422,
      'REFUND_AMOUNT_EXCEEDED /amount/value',
    ]);
    expect((await refund(id)).body).toMatchObject({
      amount: euros('15.00'),
      seller_payable_breakdown: { total_refunded_amount: euros('20.00') },
    });
    expect(refusalOf(await refund(id))).toEqual([422, 'CAPTURE_FULLY_REFUNDED']);
    const order = await paymentsOf(bench.call, orderId);
    expect(order.captures).toMatchObject([{ status: 'REFUNDED' }]);
    expect(order.refunds).toHaveLength(2);
  });

  it('is refunded in its currency', async () => {
    const { id } = await captured(bench.call);
    expect(refusalOf(await refund(id, { amount: { currency_code: 'USD', value: '1.00' } }))).toEqual([
      422,
      'REFUND_CAPTURE_CURRENCY_MISMATCH /amount/currency_code',
    ]);
  });

  it('is answered minimally unless all of it is wanted', async () => {
    const { id } = await captured(bench.call);
    const { body } = await bench.call('POST', `${CAPTURES}/${id}/refund`, { body: {} });
    expect(Object.keys(body)).toEqual(['id', 'status', 'links']);
  });
});

it.each([
  ['GET', `${CAPTURES}/NONE`],
  ['POST', `${CAPTURES}/NONE/refund`],
  ['GET', `${AUTHORIZATIONS}/NONE`],
  ['POST', `${AUTHORIZATIONS}/NONE/capture`],
  ['POST', `${AUTHORIZATIONS}/NONE/void`],
  ['GET', '/v2/payments/refunds/NONE'],
])('%s %s finds nothing', async (method, path) => {
  expect(refusalOf(await bench.call(method, path))).toEqual([404, 'INVALID_RESOURCE_ID']);
});
