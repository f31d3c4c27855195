import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { ValidationError } from '../../contracts/errors.js';
import { money } from '../../contracts/money.js';
import type { OutcomeFinding, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/stripe-sandbox.js';
import { StripeModule } from './stripe.module.js';
import { StripeOutcomes } from './stripe.outcomes.js';
import { StripePaymentProvider } from './stripe.payments.js';

/** The real module against a sandbox of its own. */
async function startStripe() {
  const [database, sandbox] = await Promise.all([createTestDatabase(), startStripeSandbox({ port: 0 })]);
  const platform = PlatformModule.forRoot({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    STRIPE_SECRET_KEY: sandbox.secretKey,
    STRIPE_API_BASE_URL: sandbox.url,
    STRIPE_MAX_RETRIES: '0',
  });
  const app = await Test.createTestingModule({
    imports: [platform, ConnectionsModule, StripeModule],
  }).compile();
  return {
    provider: app.get(StripePaymentProvider, { strict: false }),
    outcomes: app.get(StripeOutcomes, { strict: false }),
    sandbox,
    stop: async () => {
      await app.close();
      await sandbox.close();
      await database.drop();
    },
  };
}

describe('What became of a lost call to Stripe', () => {
  let stripe: Awaited<ReturnType<typeof startStripe>>;
  let provider: StripePaymentProvider;
  let sandbox: StripeSandbox;

  beforeAll(async () => {
    stripe = await startStripe();
    ({ provider, sandbox } = stripe);
  });
  afterEach(() => sandbox.clearFaults());
  afterAll(() => stripe.stop());

  const euros = money(1000, 'EUR');
  const visa = { ...euros, paymentMethod: 'pm_card_visa' };
  const authorise = () => provider.createPayment({ ...visa, captureMethod: 'manual' });
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  /** Asks the resolver about a call that was given up just now, unless told otherwise. */
  function resolve(about: Partial<UnknownOutcomeRecord>): Promise<OutcomeFinding> {
    const record: UnknownOutcomeRecord = {
      id: '019ab2f0-0000-7000-8000-000000000000',
      provider: 'stripe',
      connectionId: undefined,
      operation: 'payments.create',
      endpoint: '/v1/payment_intents',
      method: 'POST',
      path: about.endpoint ?? '/v1/payment_intents',
      idempotencyKey: undefined,
      reference: undefined,
      sentAt: new Date(),
      givenUpAt: new Date(),
      ...about,
    };
    return stripe.outcomes.resolve(record, new AbortController().signal);
  }

  const reset = (path: RegExp, mode: 'reset-after' | 'reset-before' = 'reset-after') =>
    sandbox.failNext({ method: 'POST', path, mode });

  it('payment: it is found by our reference', async () => {
    reset(/payment_intents$/);
    await expect(provider.createPayment(visa, { idempotencyKey: 'order-1' })).rejects.toThrow(
      'payments.create',
    );
    const [made] = sandbox.paymentIntents();
    expect(await resolve({ reference: 'order-1' })).toEqual({ status: 'happened', objectId: made?.id });
  });

  it('payment: it is found behind a page of others', async () => {
    reset(/payment_intents$/);
    await expect(provider.createPayment(visa, { idempotencyKey: 'order-2' })).rejects.toThrow(
      'payments.create',
    );
    const [made] = sandbox.paymentIntents();
    for (let others = 0; others < 101; others += 1) await provider.createPayment(euros);
    expect(await resolve({ reference: 'order-2' })).toEqual({ status: 'happened', objectId: made?.id });
  }, 90_000);

  it('refund, checkout and customer: each is found by the reference of its own write', async () => {
    const { id } = await provider.createPayment(visa);
    reset(/refunds$/);
    const refund = provider.refundPayment(id, { amount: 300 }, { idempotencyKey: 'back-1' });
    await expect(refund).rejects.toThrow('payments.refund');
    expect(await resolve({ endpoint: '/v1/refunds', reference: 'back-1' })).toEqual({
      status: 'happened',
      objectId: sandbox.refunds()[0]?.id,
    });

    const page = { lines: [{ ...euros, name: 'Book' }], successUrl: 'https://shop.test/thanks' };
    reset(/checkout\/sessions$/);
    const checkout = provider.createCheckout(page, { idempotencyKey: 'cart-1' });
    await expect(checkout).rejects.toThrow('checkouts.create');
    expect(await resolve({ endpoint: '/v1/checkout/sessions', reference: 'cart-1' })).toEqual({
      status: 'happened',
      objectId: sandbox.checkoutSessions()[0]?.id,
    });

    reset(/customers$/);
    const customer = { email: 'ada@example.test' };
    const payment = provider.createPayment({ ...euros, customer }, { idempotencyKey: 'order-3' });
    await expect(payment).rejects.toThrow('payments.create');
    const found = await resolve({ endpoint: '/v1/customers', reference: 'order-3:customer' });
    expect(found).toEqual({ status: 'happened', objectId: expect.stringMatching(/^cus_/) });
  });

  it('not there: unknown while a late request could still bring it, certain after that', async () => {
    reset(/payment_intents$/, 'reset-before');
    await expect(provider.createPayment(visa, { idempotencyKey: 'order-4' })).rejects.toThrow(
      'payments.create',
    );
    const reference = 'order-4';
    expect(await resolve({ reference })).toEqual({ status: 'unknown' });
    const at = (minutes: number) => ({ sentAt: minutesAgo(minutes), givenUpAt: minutesAgo(minutes) });
    expect(await resolve({ reference, ...at(4) })).toEqual({ status: 'unknown' });
    expect(await resolve({ reference, ...at(6) })).toEqual({ status: 'not_happened' });
  });

  it('is found although the clocks differ by minutes', async () => {
    const { id } = await provider.createPayment(euros, { idempotencyKey: 'order-5' });
    const [ahead, behind] = [minutesAgo(-4), minutesAgo(9)];
    for (const moment of [ahead, behind]) {
      const finding = await resolve({ reference: 'order-5', sentAt: moment, givenUpAt: moment });
      expect(finding).toEqual({ status: 'happened', objectId: id });
    }
  });

  it.each([
    ['capture', 'cancel'],
    ['cancel', 'capture'],
  ] as const)('%s: the payment’s status tells; after a %s it is ruled out', async (asked, other) => {
    const path = (id: string, change: string) => ({
      endpoint: `/v1/payment_intents/:id/${change}`,
      path: `/v1/payment_intents/${id}/${change}`,
    });
    const act = {
      capture: (id: string) => provider.capturePayment(id),
      cancel: (id: string) => provider.cancelPayment(id),
    };
    const lost = await authorise();
    reset(new RegExp(`${asked}$`));
    await expect(act[asked](lost.id)).rejects.toThrow(`payments.${asked}`);
    expect(await resolve(path(lost.id, asked))).toEqual({ status: 'happened', objectId: lost.id });

    const ruledOut = await authorise();
    await act[other](ruledOut.id);
    expect(await resolve(path(ruledOut.id, asked))).toEqual({ status: 'not_happened' });

    const untouched = await authorise();
    expect(await resolve(path(untouched.id, asked))).toEqual({ status: 'unknown' });
    const long = { ...path(untouched.id, asked), givenUpAt: minutesAgo(6) };
    expect(await resolve(long)).toEqual({ status: 'not_happened' });
  });

  it('is unknown for calls that it knows no way to look for', async () => {
    expect(await resolve({ endpoint: '/v1/payouts', givenUpAt: minutesAgo(60) })).toEqual({
      status: 'unknown',
    });
  });

  it('is not guessed without a reference', async () => {
    await expect(resolve({ givenUpAt: minutesAgo(60) })).rejects.toThrow('without a reference');
  });

  describe('Our reference', () => {
    it('stands beside the caller’s metadata at Stripe, and is not shown as theirs', async () => {
      const mine = { order_id: '42' };
      const payment = await provider.createPayment(
        { ...visa, metadata: mine },
        { idempotencyKey: 'order-6' },
      );
      expect(payment.metadata).toEqual(mine);
      expect(sandbox.paymentIntents()[0]?.metadata).toEqual({ ...mine, hookline_reference: 'order-6' });
      expect((await provider.getPayment(payment.id)).metadata).toEqual(mine);
      expect((await provider.refundPayment(payment.id, { metadata: mine })).metadata).toEqual(mine);
    });

    it('gives way to a caller who uses up all the pairs', async () => {
      const all = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key_${index}`, 'value']));
      await provider.createPayment({ ...euros, metadata: all });
      expect(sandbox.paymentIntents()[0]?.metadata).toEqual(all);
    });

    it('cannot be set by a caller, who is told before anything is made', async () => {
      const before = sandbox.requests().length;
      const forged = {
        ...euros,
        customer: { email: 'eve@example.test' },
        metadata: { hookline_reference: 'x' },
      };
      await expect(provider.createPayment(forged)).rejects.toThrow(ValidationError);
      expect(sandbox.requests()).toHaveLength(before);
    });
  });
});
