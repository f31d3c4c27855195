import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHookline, type TestHookline } from '../../test/support/hookline.js';
import { startStripeSandbox, type StripeSandbox } from '../sandbox/stripe/stripe-sandbox.js';
import { PaymentsService } from './payments.service.js';

let sandbox: StripeSandbox;
let hookline: TestHookline;

beforeAll(async () => {
  sandbox = await startStripeSandbox({ port: 0 });
  const environment = {
    STRIPE_SECRET_KEY: sandbox.secretKey,
    STRIPE_API_BASE_URL: sandbox.url,
    STRIPE_RETRY_DELAY: '0.001',
  };
  hookline = await startTestHookline({ environment });
});
afterAll(async () => {
  await hookline.close();
  await sandbox.close();
});

let sequence = 0;
const post = (path: string, body?: unknown, key = `key-${++sequence}`) =>
  hookline.api('POST', path, body, { 'Idempotency-Key': key });
const get = (path: string) => hookline.api('GET', path);

const visa = { amount: 1999, currency: 'eur', payment_method: 'pm_card_visa' };
const create = async (wish: object = {}) => {
  const { body } = await post('/v1/payments', { ...visa, ...wish });
  return body.id as string;
};

describe('a payment over HTTP', () => {
  it('is made, and shown as the contract has it', async () => {
    const answer = await post('/v1/payments', {
      ...visa,
      customer: { email: 'ada@example.com', name: 'Ada' },
      description: 'Two books',
      statement_descriptor: 'BOOKS 42',
      metadata: { order_id: '42' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^pi_/),
      provider: 'stripe',
      status: 'succeeded',
      amount: 1999,
      currency: 'EUR',
      amount_capturable: 0,
      amount_captured: 1999,
      amount_refunded: 0,
      capture_method: 'automatic',
      customer: expect.stringMatching(/^cus_/),
      description: 'Two books',
      metadata: { order_id: '42' },
      redirect_url: null,
      decline_code: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      client_secret: expect.stringMatching(/_secret_/),
      raw: expect.objectContaining({ object: 'payment_intent', statement_descriptor_suffix: 'BOOKS 42' }),
    });
  });

  it('shows its secret to nobody who only reads', async () => {
    const answer = await get(`/v1/payments/${await create()}`);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain('_secret_');
  });

  it('is captured in part, refunded in parts, and tells the sums', async () => {
    const id = await create({ capture_method: 'manual' });
    expect(await post(`/v1/payments/${id}/capture`, { amount: 1000 })).toMatchObject({
      status: 200,
      body: { status: 'succeeded', amount_captured: 1000 },
    });
    expect(await post(`/v1/payments/${id}/refunds`, { amount: 300, reason: 'duplicate' })).toMatchObject({
      status: 201,
      body: { payment_id: id, amount: 300, currency: 'EUR', status: 'succeeded' },
    });
    expect(await post(`/v1/payments/${id}/refunds`, { amount: 800 })).toMatchObject({
      status: 422,
      body: { error: { code: 'UNPROCESSABLE' } },
    });
    expect(await get(`/v1/payments/${id}`)).toMatchObject({ body: { amount_refunded: 300 } });
  });

  it('is cancelled without a body', async () => {
    const id = await create({ capture_method: 'manual' });
    expect(await post(`/v1/payments/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'canceled' },
    });
    expect(await post(`/v1/payments/${id}/capture`)).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
  });

  it('is made once, however often it is sent under one key', async () => {
    const before = sandbox.paymentIntents().length;
    const first = await post('/v1/payments', visa, 'order-1');
    const again = await post('/v1/payments', visa, 'order-1');
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(sandbox.paymentIntents()).toHaveLength(before + 1);
    expect((await post('/v1/payments', { ...visa, amount: 5 }, 'order-1')).status).toBe(422);
  });

  it('is made once even if the answer was lost on the way to us', async () => {
    const before = sandbox.paymentIntents().length;
    sandbox.failNext({ method: 'POST', mode: 'reset-after', times: 4 });
    const lost = await post('/v1/payments', visa, 'order-2');
    expect(lost).toMatchObject({ status: 504, body: { error: { code: 'OUTCOME_UNKNOWN' } } });
    expect((await post('/v1/payments', visa, 'order-2')).status).toBe(201);
    expect(sandbox.paymentIntents()).toHaveLength(before + 1);
  });

  it('says why it was declined', async () => {
    const answer = await post('/v1/payments', { ...visa, payment_method: 'pm_card_chargeDeclined' });
    expect(answer.status).toBe(402);
    expect(answer.body.error).toMatchObject({
      code: 'PAYMENT_DECLINED',
      details: [{ field: 'decline_code', issue: 'generic_decline' }, { field: 'payment_id' }],
    });
  });
});

describe('listing payments over HTTP', () => {
  it('goes page by page to the end', async () => {
    const { body } = await post('/v1/payments', { ...visa, customer: { email: 'pages@example.com' } });
    const made: string[] = [body.id];
    for (let count = 0; count < 4; count += 1)
      made.unshift(await create({ customer: { id: body.customer } }));

    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor && `&cursor=${cursor}`;
      const page = await get(`/v1/payments?limit=2&customer=${body.customer}${query}`);
      pages.push(page.body.data.map(({ id }: { id: string }) => id));
      cursor = page.body.next_cursor as string | null;
    }
    expect(pages).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=x'],
    ['colour', 'colour=red'],
    ['cursor', 'cursor=pi_unknown'],
    ['customer', 'customer='],
  ])('names %s for ?%s', async (field, query) => {
    const answer = await get(`/v1/payments?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details).toMatchObject([{ field }]);
  });
});

describe('a checkout over HTTP', () => {
  it('is made', async () => {
    const answer = await post('/v1/checkouts', {
      lines: [{ name: 'Book', amount: 1999, currency: 'EUR', quantity: 2 }],
      success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
      metadata: { order_id: '42' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      provider: 'stripe',
      status: 'open',
      amount: 3998,
      currency: 'EUR',
      payment_id: null,
    });
    expect(URL.canParse(answer.body.url)).toBe(true);
  });

  it('names each wrong field', async () => {
    const answer = await post('/v1/checkouts', {
      lines: [{ name: '', amount: 1.5, currency: 'EUR' }],
      success_url: 'javascript:alert(1)',
    });
    expect(fieldsOf(answer)).toEqual(['lines.0.amount', 'lines.0.name', 'success_url']);
  });
});

describe('wrong requests', () => {
  const tooManyPairs = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));

  it.each<[string, object]>([
    ...[0, -1, 0.5, -0.5, 100_000_000, '1999', null, [1]].map((amount): [string, object] => [
      'amount',
      { amount },
    ]),
    ...['XXX', '', 'euro', 7, null].map((currency): [string, object] => ['currency', { currency }]),
    ['colour', { colour: 'red' }],
    ['capture_method', { capture_method: 'later' }],
    ['customer', { customer: {} }],
    ['customer', { customer: { id: 'cus_1', email: 'ada@example.com' } }],
    ['customer.email', { customer: { email: 'nobody' } }],
    ['customer.phone', { customer: { email: 'ada@example.com', phone: '1' } }],
    ['description', { description: '\ud800' }],
    ['description', { description: '' }],
    ['statement_descriptor', { statement_descriptor: 'A'.repeat(23) }],
    ['statement_descriptor', { statement_descriptor: 'BOOKS*42' }],
    ['statement_descriptor', { statement_descriptor: '4242' }],
    ['statement_descriptor', { statement_descriptor: 'книги' }],
    ['metadata', { metadata: tooManyPairs }],
    ['metadata', { metadata: 'order' }],
    [`metadata.${'k'.repeat(41)}`, { metadata: { ['k'.repeat(41)]: 'v' } }],
    ['metadata.a[b]', { metadata: { 'a[b]': 'v' } }],
    ['metadata.order', { metadata: { order: 42 } }],
    ['metadata.order', { metadata: { order: 'v'.repeat(501) } }],
    ['return_url', { return_url: 'ftp://shop.example' }],
    ['return_url', { payment_method: undefined, return_url: 'https://shop.example' }],
    ['payment_method', { payment_method: 'pm_unknown' }],
    ['customer.id', { customer: { id: 'cus_unknown' } }],
  ])('name %s for %j', async (field, wish) => {
    const answer = await post('/v1/payments', { ...visa, ...wish });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(new Set(fieldsOf(answer))).toEqual(new Set([field]));
  });

  it('name all wrong fields at once', async () => {
    expect(fieldsOf(await post('/v1/payments', { amount: 0, colour: 'red' }))).toEqual([
      'amount',
      'colour',
      'currency',
    ]);
  });

  it('need an Idempotency-Key where money moves', async () => {
    for (const path of ['', '/pi_1/capture', '/pi_1/cancel', '/pi_1/refunds']) {
      const answer = await hookline.api('POST', `/v1/payments${path}`, visa);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'IDEMPOTENCY_KEY_REQUIRED' } } });
    }
  });

  it('are not served from the product’s own account when another is meant', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000000';
    for (const answer of [
      await post('/v1/payments', { ...visa, tenant: 'nobody' }),
      await post('/v1/payments', { ...visa, connection_id: nobody }),
      await get(`/v1/payments/pi_1?connection_id=${nobody}`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
    const { status, body } = await post('/v1/payments', { ...visa, connection_id: 'acct_1' });
    expect([status, body.error.details[0].field]).toEqual([400, 'connection_id']);
  });

  it('are told which providers there are', async () => {
    for (const answer of [
      await post('/v1/payments', { ...visa, provider: 'paypa' }),
      await get('/v1/payments?provider=paypa'),
      await get('/v1/payments/pi_1?provider=__proto__'),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
      expect(answer.body.error.message).toContain('Known: stripe, paypal.');
    }
  });

  it('find nothing under ids that are none', async () => {
    for (const id of ['pi_unknown', '%00', '..%2Fcustomers', 'x'.repeat(90)]) {
      expect((await get(`/v1/payments/${id}`)).status).toBe(404);
      expect((await post(`/v1/payments/${id}/capture`, {})).status).toBe(404);
    }
  });

  it('need a scope of their own', async () => {
    const headers = {
      Authorization: `Bearer ${await hookline.createKey('payments:read')}`,
      'Idempotency-Key': 'x',
    };
    expect((await hookline.api('GET', '/v1/payments', undefined, headers)).status).toBe(200);
    expect((await hookline.api('POST', '/v1/payments', visa, headers)).status).toBe(403);
    expect((await hookline.api('POST', '/v1/checkouts', {}, headers)).status).toBe(403);
  });
});

describe('PaymentsService', () => {
  it('takes a payment with the default provider, for a product that injects it', async () => {
    const payments = hookline.app.get(PaymentsService, { strict: false });
    const id = await create();
    expect((await payments.getPayment(id)).provider).toBe('stripe');
    await expect(payments.getPayment(id, { provider: 'paypa' })).rejects.toThrow('Known: stripe, paypal.');
    for await (const payment of payments.listPayments({ pageSize: 1 })) {
      expect(payment.id).toBe(id);
      break;
    }
  });
});

function fieldsOf({ body }: { body: { error: { details: { field: string }[] } } }): string[] {
  return body.error.details.map(({ field }) => field).toSorted();
}

describe('the time of a request', () => {
  it('is handed down to the calls made for it: whoever waits for a second is answered within it', async () => {
    const id = await create();
    sandbox.failNext({ method: 'GET', mode: 'delay', delayMs: 3_000, times: 3 });
    const startedAtMs = performance.now();
    const answer = await hookline.api('GET', `/v1/payments/${id}`, undefined, { Prefer: 'wait=1' });
    expect(answer).toMatchObject({ status: 504, body: { error: { code: 'PROVIDER_TIMEOUT' } } });
    expect(performance.now() - startedAtMs).toBeLessThan(2_500);
  });
});
