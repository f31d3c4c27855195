import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, closeAll, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

async function post(path: string, body: string): Promise<{ status: number; error: Record<string, unknown> }> {
  const response = await fetch(bench.sandbox.url + path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${bench.sandbox.secretKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body,
  });
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return { status: response.status, error };
}

const INTENTS = '/v1/payment_intents';
const many = Array.from({ length: 51 }, (_, index) => `metadata[k${index}]=v`).join('&');

describe('wrong parameters', () => {
  it.each([
    ['a missing one', 'currency=eur', 'parameter_missing', 'amount'],
    ['an unknown one', 'amount=100&currency=eur&colour=red', 'parameter_unknown', 'colour'],
    ['an unknown one first of all', 'colour=red', 'parameter_unknown', 'colour'],
    ['a fraction', 'amount=19.99&currency=eur', 'parameter_invalid_integer', 'amount'],
    ['text for a number', 'amount=ten&currency=eur', 'parameter_invalid_integer', 'amount'],
    ['zero', 'amount=0&currency=eur', 'parameter_invalid_integer', 'amount'],
    ['too little', 'amount=49&currency=eur', 'amount_too_small', 'amount'],
    ['too much', 'amount=100000000&currency=eur', 'amount_too_large', 'amount'],
    ['a hundredth of an Icelandic krona', 'amount=550&currency=isk', 'parameter_invalid_integer', 'amount'],
    ['an empty one', 'amount=100&currency=', 'parameter_invalid_empty', 'currency'],
    ['an unknown currency', 'amount=100&currency=zzz', undefined, 'currency'],
    ['an unknown word', 'amount=100&currency=eur&capture_method=later', undefined, 'capture_method'],
    ['no boolean', 'amount=100&currency=eur&confirm=yes', undefined, 'confirm'],
    ['no web address', 'amount=100&currency=eur&return_url=shop', 'url_invalid', 'return_url'],
    ['no e-mail address', 'amount=100&currency=eur&receipt_email=me', 'email_invalid', 'receipt_email'],
    ['51 notes', `amount=100&currency=eur&${many}`, undefined, 'metadata'],
    [
      'a long key',
      `amount=100&currency=eur&metadata[${'k'.repeat(41)}]=v`,
      undefined,
      `metadata[${'k'.repeat(41)}]`,
    ],
    ['a long note', `amount=100&currency=eur&metadata[k]=${'v'.repeat(501)}`, undefined, 'metadata[k]'],
    [
      'a long statement',
      `amount=100&currency=eur&statement_descriptor_suffix=${'A'.repeat(23)}`,
      undefined,
      'statement_descriptor_suffix',
    ],
    [
      'a statement of digits',
      'amount=100&currency=eur&statement_descriptor_suffix=12345',
      undefined,
      'statement_descriptor_suffix',
    ],
    [
      'a statement with <',
      'amount=100&currency=eur&statement_descriptor_suffix=A<BCDE',
      undefined,
      'statement_descriptor_suffix',
    ],
    [
      'a nested unknown one',
      'amount=100&currency=eur&automatic_payment_methods[x]=1',
      'parameter_unknown',
      'automatic_payment_methods[x]',
    ],
  ])('%s', async (_, body, code, param) => {
    const { status, error } = await post(INTENTS, body);
    expect({ status, type: error.type, code: error.code, param: error.param }).toEqual({
      status: 400,
      type: 'invalid_request_error',
      code,
      param,
    });
    expect(bench.sandbox.paymentIntents()).toHaveLength(0);
  });

  it('links an error with a code to its documentation', async () => {
    const { error } = await post(INTENTS, 'currency=eur');
    expect(error.doc_url).toBe('https://stripe.com/docs/error-codes/parameter-missing');
    expect(error.message).toBe('Missing required param: amount.');
  });

  it('names an element of a list by its place', async () => {
    const body =
      'mode=payment&success_url=https://x.test&line_items[0][price_data][currency]=eur' +
      '&line_items[0][price_data][unit_amount]=1e3&line_items[0][price_data][product_data][name]=Tea';
    const { error } = await post('/v1/checkout/sessions', body);
    expect(error).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'line_items[0][price_data][unit_amount]',
    });
  });

  it('ignores names that would reach into every object', async () => {
    const { status } = await post(
      INTENTS,
      'amount=100&currency=eur&__proto__[x]=1&constructor[prototype][y]=2',
    );
    expect(status).toBe(200);
    expect({}).not.toHaveProperty('x');
    expect({}).not.toHaveProperty('y');
  });

  it('refuses to read what nests without end', async () => {
    expect((await post(INTENTS, `amount${'[a]'.repeat(500)}=1`)).status).toBe(400);
  });
});

const get = (headers: Record<string, string>) => fetch(`${bench.sandbox.url}/v1/balance`, { headers });

describe('who may call', () => {
  it('needs the secret key, and never shows another one whole', async () => {
    const wrong = await get({ Authorization: 'Bearer sk_test_abcdefghijklmnop1234' });
    expect(wrong.status).toBe(401);
    const text = await wrong.text();
    expect(text).toContain('Invalid API Key provided: sk_test_');
    expect(text).not.toContain('abcdefgh');
    expect((await get({})).status).toBe(401);
  });

  it('knows no connected accounts', async () => {
    const headers = { Authorization: `Bearer ${bench.sandbox.secretKey}`, 'Stripe-Account': 'acct_1' };
    const answer = await get(headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'account_invalid' } });
  });

  it('takes the key as a user name, too', async () => {
    const basic = Buffer.from(`${bench.sandbox.secretKey}:`).toString('base64');
    expect((await get({ Authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it('gives every answer a request id', async () => {
    const ids = [await get({}), await get({ Authorization: `Bearer ${bench.sandbox.secretKey}` })].map(
      (answer) => answer.headers.get('request-id'),
    );
    for (const id of ids) expect(id).toMatch(/^req_[A-Za-z0-9]{14}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('what the sandbox does not have', () => {
  it.each(['/v1/invoices', '/v1/payment_intents/pi_1/increment_authorization', '/v1/nothing'])(
    'says so: %s',
    async (path) => {
      const { status, error } = await post(path, '');
      expect(status).toBe(404);
      expect(error.message).toContain(`Unrecognized request URL (POST: ${path})`);
    },
  );

  it('tells Stripe’s words for an object that is not there', async () => {
    const error = await bench.stripe.paymentIntents.retrieve('pi_missing').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
      message: "No such payment_intent: 'pi_missing'",
    });
  });
});
