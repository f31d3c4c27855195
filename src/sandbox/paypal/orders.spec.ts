import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, closeAll, euros, orderOf, paidFrom, refusalOf, startBench } from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

const ORDERS = '/v2/checkout/orders';

async function create(body: object, requestId?: string): Promise<string> {
  const made = await bench.call('POST', ORDERS, { body, ...(requestId !== undefined && { requestId }) });
  return String(made.body['id']);
}

const rels = (links: unknown) => (links as { rel: string }[]).map(({ rel }) => rel);

describe('an order', () => {
  it('is created, minimally unless all of it is wanted, and can be read', async () => {
    const made = await bench.call('POST', ORDERS, { body: orderOf('19.9') });
    expect(made.status).toBe(201);
    expect(Object.keys(made.body)).toEqual(['id', 'status', 'links']);
    expect(made.body).toMatchObject({ id: expect.stringMatching(/^[A-Z0-9]{17}$/), status: 'CREATED' });
    expect(rels(made.body['links'])).toEqual(['self', 'approve', 'update', 'capture']);
    expect(made.headers.get('paypal-debug-id')).toMatch(/^[0-9a-f]{13}$/);

    const unit = { custom_id: 'order-7', description: 'Tea' };
    const whole = await bench.call('POST', ORDERS, { body: orderOf('19.9', {}, unit), wantsAll: true });
    expect(whole.body).toMatchObject({
      intent: 'CAPTURE',
      purchase_units: [{ reference_id: 'default', amount: euros('19.90'), ...unit }],
    });
    const found = await bench.call('GET', `${ORDERS}/${String(whole.body['id'])}`);
    expect(found.body).toEqual(whole.body);
  });

  it('with a payment source waits for the payer under another name', async () => {
    const source = { paypal: { experience_context: { return_url: 'https://shop.test/paid' } } };
    const body = orderOf('5.00', { payment_source: source });
    expect(refusalOf(await bench.call('POST', ORDERS, { body }))).toEqual([
      400,
      'PAYPAL_REQUEST_ID_REQUIRED',
    ]);
    const made = await bench.call('POST', ORDERS, { body, requestId: 'a' });
    expect(made.body).toMatchObject({ status: 'PAYER_ACTION_REQUIRED', payment_source: { paypal: {} } });
    expect(rels(made.body['links'])).toEqual(['self', 'payer-action']);
  });

  it('is captured once the payer has approved it, and only once', async () => {
    const id = await create(orderOf('100.00', {}, { invoice_id: 'INV-1', custom_id: 'order-7' }));
    const capture = () => bench.call('POST', `${ORDERS}/${id}/capture`);
    expect(refusalOf(await capture())).toEqual([422, 'ORDER_NOT_APPROVED']);
    await bench.sandbox.approve(id);
    const paid = await capture();
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({
      status: 'COMPLETED',
      payer: { email_address: 'payer@example.com' },
      purchase_units: [
        {
          reference_id: 'default',
          payments: {
            captures: [
              {
                status: 'COMPLETED',
                amount: euros('100.00'),
                invoice_id: 'INV-1',
                custom_id: 'order-7',
                final_capture: true,
                seller_receivable_breakdown: {
                  gross_amount: euros('100.00'),
                  paypal_fee: euros('3.00'),
                  net_amount: euros('97.00'),
                },
              },
            ],
          },
        },
      ],
    });
    expect(refusalOf(await capture())).toEqual([422, 'ORDER_ALREADY_CAPTURED']);
    expect(bench.sandbox.orders()).toMatchObject([{ id, status: 'COMPLETED' }]);
  });

  it('is authorized once the payer has approved it, and only once', async () => {
    const id = await create(orderOf('10.00', { intent: 'AUTHORIZE' }));
    const authorize = () => bench.call('POST', `${ORDERS}/${id}/authorize`);
    expect(refusalOf(await authorize())).toEqual([422, 'ORDER_NOT_APPROVED']);
    await bench.sandbox.approve(id);
    expect(await authorize()).toMatchObject({
      status: 201,
      body: {
        status: 'COMPLETED',
        purchase_units: [{ payments: { authorizations: [{ status: 'CREATED', amount: euros('10.00') }] } }],
      },
    });
    expect(refusalOf(await authorize())).toEqual([422, 'ORDER_ALREADY_AUTHORIZED']);
  });

  it('is paid in the way that it was made for', async () => {
    const held = await create(orderOf('1.00', { intent: 'AUTHORIZE' }));
    const taken = await create(orderOf('1.00'));
    for (const call of [`${held}/capture`, `${taken}/authorize`]) {
      expect(refusalOf(await bench.call('POST', `${ORDERS}/${call}`))).toEqual([
        422,
        'ACTION_DOES_NOT_MATCH_INTENT',
      ]);
    }
  });

  it('of several units is captured for each of them', async () => {
    const unit = (reference_id: string) => ({ reference_id, amount: euros('2.00') });
    const body = { intent: 'CAPTURE', purchase_units: [unit('a'), unit('b')] };
    const id = await create(body);
    await bench.sandbox.approve(id);
    expect((await bench.call('POST', `${ORDERS}/${id}/capture`)).body).toMatchObject({
      purchase_units: [
        { reference_id: 'a', payments: { captures: [{ amount: euros('2.00') }] } },
        { reference_id: 'b', payments: { captures: [{ amount: euros('2.00') }] } },
      ],
    });
    expect(refusalOf(await bench.call('POST', ORDERS, { body: { ...body, intent: 'AUTHORIZE' } }))).toEqual([
      422,
      'UNSUPPORTED_INTENT /intent',
    ]);
  });

  it('is approved once, and not when there is none', async () => {
    const id = await create(orderOf('1.00'));
    await bench.sandbox.approve(id);
    await expect(bench.sandbox.approve(id)).rejects.toThrow(`Order ${id} is APPROVED.`);
    await expect(bench.sandbox.approve('NONE')).rejects.toThrow('The PayPal sandbox has no order NONE.');
  });

  it('is not there', async () => {
    const { status, body } = await bench.call('GET', `${ORDERS}/NONE`);
    expect([status, body]).toEqual([
      404,
      {
        name: 'RESOURCE_NOT_FOUND',
        message: 'The specified resource does not exist.',
        debug_id: expect.any(String),
        details: [
          {
            issue: 'INVALID_RESOURCE_ID',
            location: 'path',
            description: expect.stringContaining('does not exist'),
          },
        ],
        links: [
          {
            href: 'https://developer.paypal.com/docs/api/orders/v2/#error-INVALID_RESOURCE_ID',
            rel: 'information_link',
            method: 'GET',
          },
        ],
      },
    ]);
  });
});

describe('a saved PayPal account', () => {
  it('pays at once', async () => {
    const body = paidFrom('sandbox_vault_succeeds', '7.00');
    const paid = await bench.call('POST', ORDERS, { body, requestId: 'a', wantsAll: true });
    expect(paid).toMatchObject({
      status: 201,
      body: {
        status: 'COMPLETED',
        payment_source: { paypal: { email_address: 'payer@example.com' } },
        purchase_units: [{ payments: { captures: [{ status: 'COMPLETED', amount: euros('7.00') }] } }],
      },
    });
  });

  it('is held at once', async () => {
    const body = paidFrom('sandbox_vault_succeeds', '7.00', 'AUTHORIZE');
    const held = await bench.call('POST', ORDERS, { body, requestId: 'a', wantsAll: true });
    expect(held.body).toMatchObject({
      status: 'COMPLETED',
      purchase_units: [{ payments: { authorizations: [{ status: 'CREATED' }] } }],
    });
  });

  it('may be declined, and nothing is left behind', async () => {
    const body = paidFrom('sandbox_vault_declined');
    const declined = await bench.call('POST', ORDERS, { body, requestId: 'a' });
    expect(refusalOf(declined)).toEqual([422, 'INSTRUMENT_DECLINED']);
    expect(bench.sandbox.orders()).toEqual([]);
  });

  it('may be unknown', async () => {
    const body = paidFrom('somebody_else');
    expect(refusalOf(await bench.call('POST', ORDERS, { body, requestId: 'a' }))).toEqual([
      404,
      'INVALID_RESOURCE_ID /payment_source/paypal/vault_id',
    ]);
  });

  it('pays an order that is there already', async () => {
    const id = await create(orderOf('3.00'));
    const body = { payment_source: { paypal: { vault_id: 'sandbox_vault_succeeds' } } };
    expect(await bench.call('POST', `${ORDERS}/${id}/capture`, { body })).toMatchObject({
      status: 201,
      body: { status: 'COMPLETED' },
    });
  });
});

describe('a request that is not well formed', () => {
  const refused = async (body: unknown) => refusalOf(await bench.call('POST', ORDERS, { body }));

  it('is told which fields are wrong', async () => {
    expect(await refused({})).toEqual([
      400,
      'MISSING_REQUIRED_PARAMETER /intent',
      'MISSING_REQUIRED_PARAMETER /purchase_units',
    ]);
    expect(await refused(orderOf('1.00', { intent: 'GIVE' }))).toEqual([
      400,
      'INVALID_PARAMETER_VALUE /intent',
    ]);
    expect(await refused(orderOf('ten'))).toEqual([
      400,
      'INVALID_PARAMETER_SYNTAX /purchase_units/0/amount/value',
    ]);
    expect(await refused(orderOf('1.00', {}, { custom_id: 'x'.repeat(128) }))).toEqual([
      400,
      'INVALID_STRING_LENGTH /purchase_units/0/custom_id',
    ]);
    expect(await refused({ intent: 'CAPTURE', purchase_units: [] })).toEqual([
      400,
      'INVALID_ARRAY_MIN_ITEMS /purchase_units',
    ]);
    expect(await refused(orderOf('1.00', { payment_source: { paypal: {}, card: {} } }))).toEqual([
      400,
      'NOT_SUPPORTED /payment_source/card',
    ]);
    expect(await refused('{"intent":')).toEqual([400, 'MALFORMED_REQUEST_JSON']);
  });

  it('or is not JSON at all', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const { status, body } = await bench.call('POST', ORDERS, { body: 'hello', headers });
    expect([status, body['name']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('or is at an address that the sandbox does not serve', async () => {
    expect((await bench.call('GET', '/v2/invoicing/invoices')).status).toBe(404);
  });
});

describe('a patch', () => {
  const patch = (id: string, ...body: object[]) => bench.call('PATCH', `${ORDERS}/${id}`, { body });
  const at = (field: string) => `/purchase_units/@reference_id=='default'/${field}`;

  it('changes a unit until it is paid', async () => {
    const id = await create(orderOf('1.00'));
    const amount = { op: 'replace', path: at('amount'), value: euros('2.5') };
    const reference = { op: 'add', path: at('custom_id'), value: 'order-8' };
    expect((await patch(id, amount, reference)).status).toBe(204);
    expect((await bench.call('GET', `${ORDERS}/${id}`)).body).toMatchObject({
      purchase_units: [{ amount: euros('2.50'), custom_id: 'order-8' }],
    });
    await bench.sandbox.approve(id);
    await bench.call('POST', `${ORDERS}/${id}/capture`);
    expect(refusalOf(await patch(id, amount))).toEqual([422, 'ORDER_ALREADY_COMPLETED']);
  });

  it('changes nothing when a part of it is wrong', async () => {
    const id = await create(orderOf('1.00'));
    const replace = { op: 'replace', path: at('amount'), value: euros('2.50') };
    expect(refusalOf(await patch(id, replace, { op: 'add', path: '/intent', value: 'AUTHORIZE' }))).toEqual([
      422,
      'NOT_PATCHABLE /intent',
    ]);
    expect(refusalOf(await patch(id, { op: 'remove', path: at('custom_id') }))).toEqual([
      400,
      `INVALID_PATCH_OPERATION ${at('custom_id')}`,
    ]);
    expect(bench.sandbox.orders()).toMatchObject([{ purchase_units: [{ amount: euros('1.00') }] }]);
  });
});
