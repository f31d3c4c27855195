import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { PayPalModule } from '../src/providers/paypal/paypal.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { faults } from './support/fault-server.js';
import { withChecksum } from './support/forged-checksum.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { paypalEvent, startPayPalSigner, type PayPalSigner } from './support/paypal-webhooks.js';
import type { SignedDelivery } from './support/webhook-signer.js';

type Captured = WebhookContext<'paypal', 'PAYMENT.CAPTURE.COMPLETED'>;

@Injectable()
class Orders {
  readonly paid: string[] = [];

  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async markPaid({ event }: Captured): Promise<void> {
    const { id, amount } = event.payload.resource;
    this.paid.push(`${id} ${amount.value} ${amount.currency_code}`);
  }
}

@Module({ providers: [Orders] })
class OrdersModule {}

let paypal: PayPalSigner;
let hookline: TestHookline;

beforeAll(async () => {
  paypal = await startPayPalSigner();
  hookline = await startTestHookline({
    environment: paypal.environment,
    imports: [PayPalModule, OrdersModule],
  });
});
afterEach(() => paypal.answerWith(() => undefined));
afterAll(async () => {
  await hookline?.close();
  await paypal?.close();
});

const send = ({ headers, body }: SignedDelivery) =>
  request(`${hookline.url}/webhooks/paypal`, 'POST', body.toString(), headers);

const stored = async () =>
  (await hookline.api('GET', '/v1/webhook-events?provider=paypal&limit=100')).body.data;

describe('PayPal’s webhooks', () => {
  // First, as long as the certificate has not been fetched.
  it('wait at PayPal while its certificate cannot be had, and are taken later', async () => {
    const delivery = paypal.sign();
    paypal.answerWith(() => faults.status(503));
    const before = await send(delivery);
    expect(before).toMatchObject({ status: 503, body: { error: { code: 'PROVIDER_UNAVAILABLE' } } });
    expect(await stored()).toEqual([]);
    paypal.answerWith(() => undefined);
    expect(await send(delivery)).toMatchObject({ status: 200, body: { stored: 1, duplicates: 0 } });
  });

  it('are stored and handed to their handler', async () => {
    const body = paypalEvent('PAYMENT.CAPTURE.COMPLETED', {
      resource: { id: 'CAP-1', status: 'COMPLETED', amount: { currency_code: 'EUR', value: '12.50' } },
    });
    expect(await send(paypal.sign({ body }))).toMatchObject({ status: 200, body: { stored: 1 } });
    const { paid } = hookline.app.get(Orders, { strict: false });
    await eventually('the handler has run', () => (paid.includes('CAP-1 12.50 EUR') ? true : undefined));
  });

  it('are stored once, however often PayPal sends them, and days later', async () => {
    const body = paypalEvent();
    const threeDaysAgo = new Date(Date.now() - 3 * 86_400_000);
    expect(await send(paypal.sign({ body, at: threeDaysAgo }))).toMatchObject({ body: { stored: 1 } });
    expect(await send(paypal.sign({ body }))).toMatchObject({
      status: 200,
      body: { stored: 0, duplicates: 1 },
    });
  });

  it('are refused when they are not PayPal’s for us', async () => {
    const before = (await stored()).length;
    const { headers, body } = paypal.sign();
    const changed = Buffer.from(body.toString().replace('100.00', '900.00'));
    const { 'PAYPAL-TRANSMISSION-SIG': _signature, ...unsigned } = headers;
    const elsewhere = 'https://paypal.com.evil.example/v1/notifications/certs/CERT-1';
    const forgeries: SignedDelivery[] = [
      { headers, body: changed },
      { headers: unsigned, body },
      { headers: { ...headers, 'PAYPAL-TRANSMISSION-TIME': new Date(0).toISOString() }, body },
      { headers: { ...headers, 'PAYPAL-CERT-URL': elsewhere }, body },
      { headers: { ...headers, 'PAYPAL-CERT-URL': `${paypal.url}/v1/notifications/certs/CERT-other` }, body },
      { headers: { ...headers, 'PAYPAL-AUTH-ALGO': 'MD5withRSA' }, body },
      paypal.sign({ secret: paypal.secrets[1] }),
      paypal.sign({ at: new Date(Date.now() + 600_000) }),
      paypal.sign({ at: new Date(Date.now() - 5 * 86_400_000) }),
    ];
    for (const forgery of forgeries) {
      expect(await send(forgery)).toMatchObject({
        status: 401,
        body: { error: { code: 'INVALID_SIGNATURE' } },
      });
    }
    expect(await stored()).toHaveLength(before);
  });

  it.each([
    ['after', (sum: number, event: string) => withChecksum(sum, event, '')],
    ['before', (sum: number, event: string) => withChecksum(sum, '', event)],
  ])(
    'cannot be forged by white space %s the JSON that gives it the signed checksum',
    async (_where, forge) => {
      const { headers, body } = paypal.sign();
      expect(await send({ headers, body })).toMatchObject({ status: 200, body: { stored: 1 } });
      const before = (await stored()).length;
      const event = paypalEvent('PAYMENT.CAPTURE.COMPLETED', { summary: 'Forged' }).toString();
      const forged = forge(crc32(body), event);
      expect(crc32(forged)).toBe(crc32(body));
      expect(await send({ headers, body: forged })).toMatchObject({ status: 401 });
      expect(await stored()).toHaveLength(before);
    },
  );

  it('are stored and shown without their signature, with which others could be forged', async () => {
    const delivery = paypal.sign();
    await send(delivery);
    const [{ id }] = await stored();
    const { body: event } = await hookline.api('GET', `/v1/webhook-events/${id}`);
    expect(event.headers).toMatchObject({
      'paypal-transmission-id': delivery.headers['PAYPAL-TRANSMISSION-ID'],
      'paypal-transmission-sig': '[redacted]',
    });
    const database = new Client({ connectionString: hookline.databaseUrl });
    await database.connect();
    const { rows } = await database.query('SELECT headers FROM webhook_payloads');
    await database.end();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(delivery.headers['PAYPAL-TRANSMISSION-SIG']);
  });

  it('that were refused do not show their signature either, and can be verified again by it', async () => {
    const setSecret = (webhookId: string) =>
      hookline.api('PUT', '/v1/webhook-accounts/paypal/acct_typo', { secrets: [webhookId] });
    await setSecret('TYPO');
    const { headers, body } = paypal.sign({ secret: paypal.secrets[1] });
    const path = `${hookline.url}/webhooks/paypal/acct_typo`;
    expect(await request(path, 'POST', body.toString(), headers)).toMatchObject({ status: 401 });
    const id = await eventually('the refused request is kept', async () => {
      const { body: page } = await hookline.api('GET', '/v1/webhook-rejections?reason=wrong_secret');
      return page.data.find((rejection: { connection_id: string }) => rejection.connection_id === 'acct_typo')
        ?.id as string | undefined;
    });
    const { body: rejection } = await hookline.api('GET', `/v1/webhook-rejections/${id}`);
    expect(rejection.headers['paypal-transmission-sig']).toBe('[redacted]');
    await setSecret(paypal.secrets[1]);
    expect(await hookline.api('POST', `/v1/webhook-rejections/${id}/verify`)).toMatchObject({
      status: 200,
      body: { stored: 1 },
    });
  });
});

describe('Where PayPal itself is asked', () => {
  let byApi: TestHookline;
  let verdict: 'SUCCESS' | 'FAILURE';
  beforeAll(async () => {
    byApi = await startTestHookline({
      environment: {
        ...paypal.environment,
        PAYPAL_WEBHOOK_VERIFICATION: 'api',
        PAYPAL_CLIENT_ID: 'client',
        PAYPAL_CLIENT_SECRET: 'secret',
      },
      imports: [PayPalModule],
    });
    for (const account of ['acct_a', 'acct_b', 'acct_c']) {
      await byApi.api('PUT', `/v1/webhook-accounts/paypal/${account}`, { secrets: [`WH-${account}`] });
    }
  });
  beforeEach(() => {
    paypal.answerWith(({ path }) =>
      path === '/v1/oauth2/token'
        ? faults.ok({ access_token: 'A21AA', token_type: 'Bearer', expires_in: 32_400 })
        : faults.ok({ verification_status: verdict }),
    );
  });
  afterAll(() => byApi?.close());

  it('its verdict decides', async () => {
    const { headers, body } = paypal.sign();
    const post = () => request(`${byApi.url}/webhooks/paypal`, 'POST', body.toString(), headers);
    verdict = 'SUCCESS';
    expect(await post()).toMatchObject({ status: 200, body: { stored: 1 } });
    verdict = 'FAILURE';
    expect(await post()).toMatchObject({ status: 401 });
  });

  it.each([
    ['to our own account', '', new Date(), 'wrong_secret', 1],
    ['to another account', '/acct_a', new Date(), 'wrong_secret', 1],
    // By now the secrets of that account are old enough to be read again.
    ['to the same account, a second later', '/acct_a', new Date(), 'wrong_secret', 1],
    ['of long ago', '', new Date(0), 'stale', 0],
  ])('a forged request %s makes no call but its verification', async (_name, path, at, reason, calls) => {
    verdict = 'FAILURE';
    await setTimeout(1_100);
    const before = asked();
    const { headers, body } = paypal.sign({ at, body: Buffer.from('{"a":"é/","b":[1,2]}') });
    const requestId = randomUUID();
    const sent = { ...headers, 'X-Request-ID': requestId };
    const answer = await request(`${byApi.url}/webhooks/paypal${path}`, 'POST', body.toString(), sent);
    expect(answer).toMatchObject({ status: 401 });
    const rejection = await eventually('it is kept, with its reason', async () => {
      const { body: page } = await byApi.api('GET', '/v1/webhook-rejections?limit=100');
      return (page.data as { request_id: string; reason: string }[]).find(
        ({ request_id: id }) => id === requestId,
      );
    });
    expect(rejection.reason).toBe(reason);
    expect(asked() - before).toBe(calls);
  });

  /** How often PayPal was asked for a verdict. */
  const asked = () =>
    paypal.requests.filter(({ path }) => path === '/v1/notifications/verify-webhook-signature').length;
});

it.each([
  ['CHECKOUT.ORDER.APPROVED', { purchase_units: [{ custom_id: '{"order_id":"P-42"}', invoice_id: 'R-42' }] }],
  ['PAYMENT.CAPTURE.PENDING', { custom_id: '{"order_id":"P-43"}', invoice_id: 'R-43' }],
])('%s goes under the references that its payment was given', async (type, resource) => {
  await send(paypal.sign({ body: paypalEvent(type, { resource: { id: type, ...resource } }) }));
  const [order, invoice] = [/P-\d+/, /R-\d+/].map((pattern) => pattern.exec(JSON.stringify(resource))?.[0]);
  for (const reference of [`order_id:${order}`, `invoice_id:${invoice}`]) {
    const entries = await eventually(`the timeline of ${reference} has it`, async () => {
      const { body } = await hookline.api('GET', `/v1/timeline?reference=${reference}`);
      return body.data.length > 0 ? (body.data as { kind: string; title: string }[]) : undefined;
    });
    expect(entries[0]).toMatchObject({ kind: 'webhook', title: expect.stringContaining(type) });
  }
});
