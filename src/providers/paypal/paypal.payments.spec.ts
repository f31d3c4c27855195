import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describePaymentProvider } from '../../../test/contracts/payment-provider.behaviour.js';
import { startContractProxy } from '../../../test/support/contract-proxy.js';
import { eventually } from '../../../test/support/eventually.js';
import { startTestHookline } from '../../../test/support/hookline.js';
import {
  AuthenticationError,
  ConflictError,
  IdempotencyConflictError,
  NotConfiguredError,
  OutcomeUnknownError,
  UnprocessableError,
  ValidationError,
} from '../../contracts/errors.js';
import { money } from '../../contracts/money.js';
import type { CreatePayment, PaymentStatus } from '../../contracts/payments.js';
import { CircuitsService } from '../../outbound/circuit-breaker/circuits.service.js';
import { startPayPalSandbox, type PayPalSandbox } from '../../sandbox/paypal/paypal-sandbox.js';
import { PayPalClient } from './paypal.client.js';
import { orderObject } from './payments/objects.js';
import { PayPalPaymentProvider } from './paypal.payments.js';

const DESCRIPTIONS = [
  { file: 'paypal/checkout-orders-v2.openapi.json' },
  { file: 'paypal/payments-v2.openapi.json' },
];

/** A door for webhooks that is there before the house behind it: its address is part of the sandbox's settings. */
async function openDoor() {
  let house = 0;
  const door = createServer((incoming) => {
    const outgoing = connect(house, '127.0.0.1');
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      socket.pipe(other);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/paypal`,
    leadTo: (url: string) => {
      house = Number(new URL(url).port);
    },
    close: () => door.close(),
  };
}

/** The whole of Hookline against a sandbox of its own, watched by PayPal's published descriptions. */
async function startPayPal(environment: Record<string, string> = {}) {
  const door = await openDoor();
  const sandbox = await startPayPalSandbox({ port: 0, webhookUrl: door.url });
  const contract = await startContractProxy({ target: sandbox.url, descriptions: DESCRIPTIONS });
  const hookline = await startTestHookline({
    environment: {
      ...sandbox.environment,
      PAYPAL_API_BASE_URL: contract.url,
      PAYPAL_RETRY_DELAY: '0.001',
      ...environment,
    },
  });
  door.leadTo(hookline.url);
  // What is made to fail here must not keep the next test from PayPal.
  await hookline.app
    .get(CircuitsService, { strict: false })
    .hold({ provider: 'paypal' }, 'closed', 'tests that fail on purpose');
  return {
    provider: hookline.app.get(PayPalPaymentProvider, { strict: false }),
    client: hookline.app.get(PayPalClient, { strict: false }),
    sandbox,
    hookline,
    violations: () => contract.violations(),
    stop: async () => {
      await hookline.close();
      await contract.close();
      await sandbox.close();
      door.close();
      expect(contract.violations()).toEqual([]);
    },
  };
}

describePaymentProvider({
  name: 'paypal',
  start: async () => {
    const { provider, violations, stop } = await startPayPal();
    return {
      provider,
      violations,
      stop,
      methods: { succeeding: 'sandbox_vault_succeeds', declined: 'sandbox_vault_declined' },
      declineCode: 'INSTRUMENT_DECLINED',
      keepsDeclined: false,
      unpaid: { status: 'requires_action', hasPage: true },
      keepsCustomers: false,
      lists: false,
      unknownPaymentId: '5O190127TN364715T',
      currencies: { zeroDecimal: 'JPY' },
    };
  },
});

const WITHOUT_WEBHOOKS = { PAYPAL_WEBHOOK_ID: '', PAYPAL_WEBHOOK_VERIFICATION: 'certificate' };
const euros = money(1000, 'EUR');
const saved = { ...euros, paymentMethod: 'sandbox_vault_succeeds' };
const manual = { captureMethod: 'manual' } as const;

describe('PayPal, telling Hookline what customers approve', () => {
  let paypal: Awaited<ReturnType<typeof startPayPal>>;
  let provider: PayPalPaymentProvider;

  beforeAll(async () => {
    paypal = await startPayPal();
    ({ provider } = paypal);
  });
  afterAll(() => paypal.stop());

  const reaches = (id: string, status: PaymentStatus) =>
    eventually(`${id} is ${status}`, async () => {
      const payment = await provider.getPayment(id);
      return payment.status === status ? payment : undefined;
    });

  let approvals = 0;
  /** The customer says yes on PayPal's page. */
  async function approve(orderId: string, funding = 'balance'): Promise<void> {
    const page = new URL(`/checkoutnow?token=${orderId}`, paypal.sandbox.url);
    await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'pay', funding }),
      redirect: 'manual',
    });
    approvals += 1;
  }
  /** Waits until Hookline has heard of every approval, and dealt with it. */
  const settled = () =>
    eventually(`${approvals} approvals are dealt with`, async () => {
      const { body } = await paypal.hookline.api('GET', '/v1/webhook-events?provider=paypal&limit=100');
      const events: { type: string; status: string }[] = body.data;
      const done = events.filter(
        ({ type, status }) => type === 'CHECKOUT.ORDER.APPROVED' && status === 'processed',
      );
      return done.length === approvals || undefined;
    });

  it('takes the money without anybody asking for it', async () => {
    const { id, redirectUrl = '' } = await provider.createPayment({
      ...euros,
      returnUrl: 'https://shop.example/back',
      customer: { email: 'ada@example.com', name: 'Ada Lovelace' },
    });
    expect(new URL(redirectUrl).searchParams.get('token')).toBe(id);
    await approve(id);
    expect(await reaches(id, 'succeeded')).toMatchObject({
      amountCaptured: 1000,
      redirectUrl: undefined,
      customerId: expect.any(String),
    });
  });

  it('only authorises what is to be captured later', async () => {
    const { id } = await provider.createPayment({ ...euros, ...manual });
    await approve(id);
    expect(await reaches(id, 'requires_capture')).toMatchObject({ amountCapturable: 1000 });
    expect(await provider.capturePayment(id, { amount: 400 })).toMatchObject({
      status: 'succeeded',
      amountCaptured: 400,
    });
  });

  it('takes a checkout, too', async () => {
    const { id, paymentId } = await provider.createCheckout({
      lines: [{ ...euros, name: 'Book', quantity: 2 }],
      successUrl: 'https://shop.example/thanks',
      metadata: { order_id: '7' },
    });
    expect(paymentId).toBe(id);
    await approve(id);
    expect(await reaches(id, 'succeeded')).toMatchObject({
      amountCaptured: 2000,
      metadata: { order_id: '7' },
    });
  });

  it('asks again when the customer comes back after a decline', async () => {
    const { id } = await provider.createPayment(euros);
    await approve(id, 'declined');
    await settled();
    expect(await provider.getPayment(id)).toMatchObject({ status: 'processing', amountCaptured: 0 });
    await approve(id);
    expect(await reaches(id, 'succeeded')).toMatchObject({ amountCaptured: 1000 });
  });

  it('leaves an order alone that somebody else has made', async () => {
    const { id } = await paypal.client.call(
      'orders.create',
      {
        method: 'POST',
        path: '/v2/checkout/orders',
        headers: { prefer: 'return=representation' },
        json: {
          intent: 'CAPTURE',
          purchase_units: [{ amount: { currency_code: 'EUR', value: '10.00' } }],
        },
        answer: orderObject,
      },
      {},
    );
    await approve(id);
    await settled();
    expect(await provider.getPayment(id)).toMatchObject({ status: 'processing', amountCaptured: 0 });
  });
});

describe('PayPal, without webhooks', () => {
  let paypal: Awaited<ReturnType<typeof startPayPal>>;
  let provider: PayPalPaymentProvider;
  let sandbox: PayPalSandbox;

  beforeAll(async () => {
    paypal = await startPayPal(WITHOUT_WEBHOOKS);
    ({ provider, sandbox } = paypal);
  });
  afterAll(() => paypal.stop());

  const approved = async (wish: Partial<CreatePayment> = {}) => {
    const { id } = await provider.createPayment({ ...euros, ...wish });
    await sandbox.approve(id);
    return id;
  };

  describe('what the customer has approved', () => {
    it('is processing until it is completed, as often as asked', async () => {
      const id = await approved();
      expect(await provider.getPayment(id)).toMatchObject({ status: 'processing' });
      expect(await provider.completePayment(id)).toMatchObject({ status: 'succeeded' });
      expect(await provider.completePayment(id)).toMatchObject({ status: 'succeeded' });
      const later = await approved(manual);
      expect(await provider.completePayment(later)).toMatchObject({ status: 'requires_capture' });
    });

    it('can be captured: whole, or a part of what is authorised for that', async () => {
      expect(await provider.capturePayment(await approved())).toMatchObject({ amountCaptured: 1000 });
      await expect(provider.capturePayment(await approved(), { amount: 400 })).rejects.toThrow(
        UnprocessableError,
      );
      expect(await provider.capturePayment(await approved(manual), { amount: 400 })).toMatchObject({
        amountCaptured: 400,
        amountCapturable: 0,
      });
    });

    it('is neither captured nor cancelled before that, and the customer is sent on', async () => {
      const { id } = await provider.createPayment(euros);
      await expect(provider.capturePayment(id)).rejects.toThrow(ConflictError);
      await expect(provider.cancelPayment(id)).rejects.toThrow(/nobody has approved/);
      expect(await provider.completePayment(id)).toMatchObject({ status: 'requires_action' });
    });
  });

  describe('when the connection breaks', () => {
    it.each(['reset-before', 'reset-after'] as const)('%s: takes one payment', async (mode) => {
      const before = sandbox.orders().length;
      sandbox.failNext({ method: 'POST', path: /orders$/, mode });
      expect((await provider.createPayment(saved)).status).toBe('succeeded');
      expect(sandbox.orders()).toHaveLength(before + 1);
    });

    it('for good, says that the outcome is unknown; the same key settles it', async () => {
      const before = sandbox.orders().length;
      const key = { idempotencyKey: 'order-lost' };
      sandbox.failNext({ method: 'POST', path: /orders$/, mode: 'reset-after', times: 4 });
      await expect(provider.createPayment(saved, key)).rejects.toThrow(OutcomeUnknownError);
      expect((await provider.createPayment(saved, key)).status).toBe('succeeded');
      expect(sandbox.orders()).toHaveLength(before + 1);
    });

    it('while capturing, refunding and cancelling, does each once', async () => {
      const { id } = await provider.createPayment({ ...saved, ...manual });
      sandbox.failNext({ path: /capture$/, mode: 'reset-after' });
      expect(await provider.capturePayment(id)).toMatchObject({ amountCaptured: 1000 });
      sandbox.failNext({ path: /refund$/, mode: 'reset-after' });
      await provider.refundPayment(id, { amount: 300 });
      expect(await provider.getPayment(id)).toMatchObject({ amountRefunded: 300 });

      const other = await provider.createPayment({ ...saved, ...manual });
      sandbox.failNext({ path: /void$/, mode: 'reset-after' });
      expect(await provider.cancelPayment(other.id)).toMatchObject({ status: 'canceled' });
    });
  });

  describe('in PayPal’s own ways', () => {
    it.each<[string, Partial<CreatePayment>]>([
      ['metadata', { metadata: { order_id: '43' } }],
      ['method', { paymentMethod: 'sandbox_vault_declined' }],
      ['capture', manual],
    ])('notices a key that was used for another %s', async (name, wish) => {
      const key = { idempotencyKey: `order-${name}` };
      await provider.createPayment(saved, key);
      await expect(provider.createPayment({ ...saved, ...wish }, key)).rejects.toThrow(
        IdempotencyConflictError,
      );
    });

    it('notices a key that was used for another refund', async () => {
      const { id } = await provider.createPayment(saved);
      const key = { idempotencyKey: 'refund-1' };
      await provider.refundPayment(id, { amount: 300 }, key);
      await expect(provider.refundPayment(id, { amount: 200 }, key)).rejects.toThrow(
        IdempotencyConflictError,
      );
    });

    it('takes keys as long as Hookline does', async () => {
      const key = { idempotencyKey: 'k'.repeat(255) };
      const { id } = await provider.createPayment(saved, key);
      expect((await provider.createPayment(saved, key)).id).toBe(id);
      await expect(provider.createPayment(saved, { idempotencyKey: 'k'.repeat(256) })).rejects.toThrow(
        ValidationError,
      );
    });

    it('counts forints in whole ones', async () => {
      const payment = await provider.createPayment({ ...saved, ...money(105_000, 'HUF') });
      expect(payment).toMatchObject({ amount: 105_000, amountCaptured: 105_000 });
      await expect(provider.refundPayment(payment.id, { amount: 1050 })).rejects.toMatchObject({
        details: [{ field: 'amount' }],
      });
      expect(await provider.refundPayment(payment.id, { amount: 5000 })).toMatchObject({ amount: 5000 });
    });

    it.each<[string, Partial<CreatePayment>]>([
      ['currency', money(1000, 'KWD')],
      ['amount', money(1050, 'HUF')],
      ['metadata', { metadata: { note: 'n'.repeat(127) } }],
      ['description', { description: 'd'.repeat(128) }],
      ['statementDescriptor', { statementDescriptor: 's'.repeat(23) }],
      ['customer.id', { customer: { id: 'SANDBXPAYER23' } }],
      ['paymentMethod', { paymentMethod: 'not an id' }],
    ])('names %s before anything is sent', async (field, wish) => {
      const before = sandbox.orders().length;
      const refused = provider.createPayment({ ...saved, ...wish });
      await expect(refused).rejects.toThrow(ValidationError);
      await expect(refused).rejects.toMatchObject({ details: [{ field }], attempts: 0 });
      expect(sandbox.orders()).toHaveLength(before);
    });

    it('names a vaulted method that PayPal does not know', async () => {
      const refused = provider.createPayment({ ...euros, paymentMethod: 'unknown_vault_id' });
      await expect(refused).rejects.toThrow(ValidationError);
      await expect(refused).rejects.toMatchObject({ details: [{ field: 'paymentMethod' }] });
    });

    it('names the lines of a checkout that it cannot take', async () => {
      const lines = [
        { ...euros, name: 'Book' },
        { ...euros, name: 'n'.repeat(128), quantity: 0.5 },
      ];
      const refused = provider.createCheckout({ lines, successUrl: 'https://shop.example/thanks' });
      await expect(refused).rejects.toMatchObject({
        details: [{ field: 'lines.1.name' }, { field: 'lines.1.quantity' }],
      });
    });

    it('gives the reason of a refund to the customer, and keeps its metadata', async () => {
      const { id } = await provider.createPayment(saved);
      const refund = await provider.refundPayment(id, { reason: 'duplicate', metadata: { ticket: 'Ä 7' } });
      expect(refund).toMatchObject({
        metadata: { ticket: 'Ä 7' },
        raw: { note_to_payer: 'Duplicate payment' },
      });
    });

    it('says over HTTP why it has no list', async () => {
      const answer = await paypal.hookline.api('GET', '/v1/payments?provider=paypal');
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'UNPROCESSABLE' } } });
      expect(answer.body.error.message).toContain('Keep the ids');
    });
  });
});

describe('PayPal, when it is slow', () => {
  it('is asked again while a request under the same key is still at work', async () => {
    const { provider, sandbox, stop } = await startPayPal({
      ...WITHOUT_WEBHOOKS,
      PAYPAL_RETRY_DELAY: '0.2',
      PAYPAL_MAX_RETRIES: '10',
    });
    sandbox.failNext({ method: 'POST', path: /orders$/, mode: 'delay', delayMs: 100 });
    const key = { idempotencyKey: 'order-in-progress' };
    const [first, second] = await Promise.all([
      provider.createPayment(saved, key),
      provider.createPayment(saved, key),
    ]);
    expect(second.id).toBe(first.id);
    await stop();
  });
});

describe('PayPal, when it cannot work', () => {
  it('says which variables are missing', async () => {
    const hookline = await startTestHookline();
    const refused = hookline.app
      .get(PayPalPaymentProvider, { strict: false })
      .getPayment('5O190127TN364715T');
    await expect(refused).rejects.toThrow(NotConfiguredError);
    await expect(refused).rejects.toThrow('PAYPAL_CLIENT_ID');
    await hookline.close();
  });

  it('says which variables are wrong, without showing them', async () => {
    const paypal = await startPayPal({ PAYPAL_CLIENT_SECRET: 'wrong-secret-of-ours' });
    const error: unknown = await paypal.provider
      .getPayment('5O190127TN364715T')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(String(error)).not.toContain('wrong-secret-of-ours');
    await paypal.stop();
  });
});
