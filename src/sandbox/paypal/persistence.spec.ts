import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrived, killedNow, startReceiver, newStateFile } from '../spec-support.js';
import { captured, closeAll, euros, orderOf, paymentsOf, questionAbout, startBench } from './spec-support.js';

let stateFile: string;
beforeEach(() => void (stateFile = newStateFile()));
afterEach(closeAll);

describe('a state file', () => {
  it('keeps orders, payments, tokens and first answers, however the sandbox ends', async () => {
    const first = await startBench({ stateFile });
    const waiting = await first.call('POST', '/v2/checkout/orders', { body: orderOf('3.00') });
    const { id, orderId } = await captured(first.call);
    const refund = { body: { amount: euros('5.00') }, requestId: 'a' };
    const given = await first.call('POST', `/v2/payments/captures/${id}/refund`, refund);

    const { sandbox, call } = await startBench({ stateFile: killedNow(stateFile) });
    const withoutLinks = (orders: readonly object[]) =>
      orders.map((order) => JSON.stringify(order).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, ''));
    expect(withoutLinks(sandbox.orders())).toEqual(withoutLinks(first.sandbox.orders()));
    const repeated = await call('POST', `/v2/payments/captures/${id}/refund`, refund);
    expect(repeated.body).toEqual(given.body);
    expect((await paymentsOf(call, orderId)).refunds).toHaveLength(1);
    await sandbox.approve(String(waiting.body['id']));
    expect((await call('POST', `/v2/checkout/orders/${String(waiting.body['id'])}/capture`)).status).toBe(
      201,
    );
  });

  it('keeps what is still to be delivered, and the key that it is signed with', async () => {
    const first = await startBench({ stateFile, webhookUrl: 'http://127.0.0.1:9/webhooks' });
    await captured(first.call);
    const left = killedNow(stateFile);

    const { url, received } = await startReceiver();
    const { call, sandbox } = await startBench({ stateFile: left, webhookUrl: url });
    await arrived(received, 2);
    const [webhook] = received;
    if (!webhook) throw new Error('There are two.');
    const question = questionAbout(webhook, sandbox.environment.PAYPAL_WEBHOOK_ID);
    const { body } = await call('POST', '/v1/notifications/verify-webhook-signature', {
      body: { webhook_event: webhook.event, ...question },
    });
    expect(body).toEqual({ verification_status: 'SUCCESS' });
  });
});
