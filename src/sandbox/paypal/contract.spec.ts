import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ContractProxy, startContractProxy } from '../../../test/support/contract-proxy.js';
import { describeWithContracts } from '../../../test/support/contracts.js';
import { arrived, closing, startReceiver } from '../spec-support.js';
import {
  authorized,
  type CallApi,
  caller,
  captured,
  closeAll,
  euros,
  orderOf,
  paidFrom,
  questionAbout,
  startBench,
} from './spec-support.js';
import type { PayPalSandbox } from './paypal-sandbox.js';

const DESCRIPTIONS = ['checkout-orders-v2', 'payments-v2', 'notifications-webhooks-v1', 'oauth2-token'];

describeWithContracts('answers have the shape of PayPal’s description', () => {
  let sandbox: PayPalSandbox;
  let proxy: ContractProxy;
  let call: CallApi;
  let received: Awaited<ReturnType<typeof startReceiver>>['received'];

  beforeEach(async () => {
    const receiver = await startReceiver();
    received = receiver.received;
    ({ sandbox } = await startBench({ webhookUrl: receiver.url }));
    proxy = closing(
      await startContractProxy({
        target: sandbox.url,
        descriptions: DESCRIPTIONS.map((name) => ({ file: `paypal/${name}.openapi.json` })),
      }),
    );
    call = await caller(sandbox, proxy.url);
  });
  afterEach(closeAll);

  it('of orders in every state', async () => {
    const made = await call('POST', '/v2/checkout/orders', {
      body: orderOf('20.00', { intent: 'CAPTURE' }, { custom_id: 'order-7', invoice_id: 'INV-7' }),
      wantsAll: true,
    });
    const path = `/v2/checkout/orders/${String(made.body['id'])}`;
    await call('PATCH', path, {
      body: [{ op: 'add', path: "/purchase_units/@reference_id=='default'/description", value: 'Tea' }],
    });
    await call('POST', `${path}/capture`);
    await sandbox.approve(String(made.body['id']));
    await call('GET', path);
    await call('POST', `${path}/capture`, { requestId: 'a', wantsAll: true });
    await call('POST', `${path}/capture`, { requestId: 'a' });
    await call('POST', `${path}/capture`);
    await call('GET', path);
    const experience_context = { return_url: 'https://shop.test/', cancel_url: 'https://shop.test/' };
    await call('POST', '/v2/checkout/orders', {
      body: orderOf('1.00', { payment_source: { paypal: { experience_context } } }),
      requestId: 'b',
      wantsAll: true,
    });
    for (const vaultId of ['sandbox_vault_succeeds', 'sandbox_vault_declined', 'somebody_else']) {
      await call('POST', '/v2/checkout/orders', {
        body: paidFrom(vaultId),
        requestId: vaultId,
        wantsAll: true,
      });
    }
    expect(proxy.violations()).toEqual([]);
    expect(proxy.checked()).toBe(13);
  });

  it('of authorizations, captures and refunds', async () => {
    const held = await authorized(call);
    const path = `/v2/payments/authorizations/${held.id}`;
    await call('GET', path);
    await call('POST', `${path}/capture`, {
      body: { amount: euros('5.00') },
      requestId: 'a',
      wantsAll: true,
    });
    await call('POST', `${path}/capture`, { body: { amount: euros('5.00') }, requestId: 'a' });
    await call('POST', `${path}/capture`, { body: { amount: euros('50.00') } });
    await call('POST', `${path}/void`, { wantsAll: true });
    await call('POST', `${path}/void`);
    await call('GET', '/v2/payments/authorizations/NONE');
    const { id } = await captured(call);
    await call('GET', `/v2/payments/captures/${id}`);
    const refund = await call('POST', `/v2/payments/captures/${id}/refund`, { body: {}, wantsAll: true });
    await call('POST', `/v2/payments/captures/${id}/refund`, { body: {} });
    await call('GET', `/v2/payments/refunds/${String(refund.body['id'])}`);
    expect(proxy.violations()).toEqual([]);
    expect(proxy.checked()).toBe(16);
  });

  it('of events and what they carry', async () => {
    await captured(call);
    await call('GET', '/v1/notifications/webhooks-events?page_size=1');
    await call('GET', '/v1/notifications/webhooks-events/NONE');
    await arrived(received, 2);
    for (const webhook of received.slice(0, 2)) {
      const { event } = webhook;
      const question = questionAbout(webhook, sandbox.environment.PAYPAL_WEBHOOK_ID);
      await call('POST', '/v1/notifications/verify-webhook-signature', {
        body: { ...question, webhook_event: event },
      });
      await call('POST', `/v1/notifications/webhooks-events/${String(event['id'])}/resend`, {
        body: {},
      });
    }
    expect(proxy.violations()).toEqual([]);
    expect(proxy.checked()).toBe(9);
  });

  it('of refusals', async () => {
    const headers = { Authorization: '' };
    await call('POST', '/v2/checkout/orders', { body: orderOf('1.00'), headers });
    await call('POST', '/v2/checkout/orders', { body: orderOf('1.001') });
    await call('POST', '/v2/checkout/orders', { body: orderOf('0.00') });
    await call('POST', '/v2/checkout/orders', { body: orderOf('1.00', { payment_source: { paypal: {} } }) });
    await call('GET', '/v2/checkout/orders/NONE');
    expect(proxy.violations()).toEqual([]);
    expect(proxy.checked()).toBe(6);
  });
});
