import { afterEach, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import { Stripe } from 'stripe';
import { arrived, listen, type ReceivedWebhook, startReceiver } from '../spec-support.js';
import { allDelivered, clientOf, closeAll, paidBy, startBench } from './spec-support.js';
import { startStripeSandbox } from './stripe-sandbox.js';

const webhookSecret = 'whsec_spec';
afterEach(closeAll);

const verified = ({ body, headers }: ReceivedWebhook) =>
  Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), webhookSecret);

describe('webhooks', () => {
  it('arrive signed, once each, with who caused them', async () => {
    const { url, received } = await startReceiver();
    const { sandbox, stripe } = await startBench({ webhookUrl: url, webhookSecret });
    const paid = await stripe.paymentIntents.create(paidBy('pm_card_visa'), { idempotencyKey: 'order-7' });
    await allDelivered(sandbox);

    const events = received.map(verified);
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        object: 'event',
        api_version: Stripe.API_VERSION,
        livemode: false,
        pending_webhooks: 1,
        request: { id: paid.lastResponse.requestId, idempotency_key: 'order-7' },
      });
      expect(event.id).toMatch(/^evt_/);
    }
    expect(received[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(events.find(({ type }) => type === 'payment_intent.succeeded')?.data.object).toMatchObject({
      id: paid.id,
      status: 'succeeded',
    });
    expect(sandbox.events().map((event) => event.pending_webhooks)).toEqual([0, 0, 0]);
  });

  it('fail another secret and a changed body', async () => {
    const { url, received } = await startReceiver();
    const { stripe } = await startBench({ webhookUrl: url, webhookSecret });
    await stripe.customers.create({});
    await arrived(received, 1);
    const [webhook] = received;
    if (!webhook) throw new Error('no webhook');
    const signature = String(webhook.headers['stripe-signature']);
    const verify = (body: string, secret: string) => Stripe.webhooks.constructEvent(body, signature, secret);
    expect(() => verify(webhook.body, 'whsec_other')).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect(() => verify(JSON.stringify(webhook.event), webhookSecret)).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
  });

  it('are sent again until they are taken', async () => {
    const { url, received } = await startReceiver(500, 302);
    const { sandbox, stripe } = await startBench({ webhookUrl: url, webhookSecret });
    await stripe.customers.create({});
    await arrived(received, 3);
    await allDelivered(sandbox);
    const events = received.map(verified);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
  });

  it('wait for a product that is not there yet, without holding up the API', async () => {
    const placeholder = createServer();
    const port = await listen(placeholder, 0);
    await new Promise((resolve) => placeholder.close(resolve));
    const { sandbox, stripe } = await startBench({ webhookUrl: `http://127.0.0.1:${port}/`, webhookSecret });
    for (let i = 0; i < 10; i++) await stripe.customers.create({});
    expect(sandbox.pendingDeliveries()).toBe(10);

    let taken = 0;
    const product = createServer((_request, response) => {
      taken += 1;
      response.end();
    });
    await listen(product, port);
    await allDelivered(sandbox);
    product.close();
    expect(taken).toBe(10);
  });

  it('are delivered a few at a time', async () => {
    let now = 0;
    let most = 0;
    const product = createServer((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end();
      }, 20);
    });
    const port = await listen(product, 0);
    const { sandbox, stripe } = await startBench({ webhookUrl: `http://127.0.0.1:${port}/`, webhookSecret });
    await Promise.all(Array.from({ length: 20 }, () => stripe.customers.create({})));
    await allDelivered(sandbox);
    product.close();
    expect(most).toBeLessThanOrEqual(4);
  });

  it('are not kept for anybody when there is nobody to send them to', async () => {
    const { sandbox, stripe } = await startBench();
    await stripe.customers.create({});
    expect(sandbox.pendingDeliveries()).toBe(0);
    expect(sandbox.events()[0]).toMatchObject({ type: 'customer.created', pending_webhooks: 0 });
  });

  it('do not keep the sandbox from stopping', async () => {
    const product = createServer(() => undefined);
    const port = await listen(product, 0);
    const sandbox = await startStripeSandbox({ port: 0, webhookUrl: `http://127.0.0.1:${port}/` });
    await clientOf(sandbox).customers.create({});
    const started = Date.now();
    await sandbox.close();
    expect(Date.now() - started).toBeLessThan(2000);
    product.closeAllConnections();
    product.close();
  });
});
