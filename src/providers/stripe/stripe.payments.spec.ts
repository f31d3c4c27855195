import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Test } from '@nestjs/testing';
import { describePaymentProvider } from '../../../test/contracts/payment-provider.behaviour.js';
import { startContractProxy } from '../../../test/support/contract-proxy.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import {
  AuthenticationError,
  NotConfiguredError,
  OutcomeUnknownError,
  RateLimitError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
} from '../../contracts/errors.js';
import { money } from '../../contracts/money.js';
import { CircuitsService } from '../../outbound/circuit-breaker/circuits.service.js';
import type { Environment } from '../../platform/config/config-section.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/stripe-sandbox.js';
import { StripeModule } from './stripe.module.js';
import { StripePaymentProvider } from './stripe.payments.js';

/** The real module against a sandbox of its own. */
async function startStripe(environment: Environment = {}) {
  const [database, sandbox] = await Promise.all([createTestDatabase(), startStripeSandbox({ port: 0 })]);
  const proxy = await startContractProxy({
    target: sandbox.url,
    descriptions: [{ file: 'stripe/api-current-derived.openapi.json' }],
    // The description knows nothing of `expand`, and so of no object where an id may stand.
    exempt: (fault) => /no query parameter expand|latest_charge must be string,null/.test(fault),
  });
  const platform = PlatformModule.forRoot({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    STRIPE_SECRET_KEY: sandbox.secretKey,
    STRIPE_API_BASE_URL: proxy.url,
    STRIPE_RETRY_DELAY: '0.001',
    ...environment,
  });
  const app = await Test.createTestingModule({
    imports: [platform, ConnectionsModule, StripeModule],
  }).compile();
  // What is made to fail here must not keep the next test from Stripe.
  await app
    .get(CircuitsService, { strict: false })
    .hold({ provider: 'stripe' }, 'closed', 'tests that fail on purpose');
  return {
    provider: app.get(StripePaymentProvider, { strict: false }),
    sandbox,
    violations: () => proxy.violations(),
    stop: async () => {
      await app.close();
      await proxy.close();
      await sandbox.close();
      await database.drop();
    },
  };
}

describePaymentProvider({
  name: 'stripe',
  start: async () => {
    const { provider, violations, stop } = await startStripe();
    return {
      provider,
      violations,
      stop,
      methods: { succeeding: 'pm_card_visa', declined: 'pm_card_chargeDeclinedInsufficientFunds' },
      declineCode: 'insufficient_funds',
      keepsDeclined: true,
      unpaid: { status: 'requires_payment_method', hasPage: false },
      keepsCustomers: true,
      lists: true,
      unknownPaymentId: 'pi_unknown',
      currencies: { zeroDecimal: 'JPY', threeDecimal: 'KWD' },
    };
  },
});

describe('Stripe', () => {
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

  describe('when the connection breaks', () => {
    it.each(['reset-before', 'reset-after'] as const)('%s: takes one payment', async (mode) => {
      sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode });
      const before = sandbox.paymentIntents().length;
      const payment = await provider.createPayment(visa);
      expect(payment.status).toBe('succeeded');
      expect(sandbox.paymentIntents()).toHaveLength(before + 1);
      expect(sandbox.charges().filter((charge) => charge.payment_intent === payment.id)).toHaveLength(1);
    });

    it('for good, says that the outcome is unknown; the same key settles it', async () => {
      sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 4 });
      const before = sandbox.paymentIntents().length;
      const key = { idempotencyKey: 'order-lost' };
      await expect(provider.createPayment(visa, key)).rejects.toThrow(OutcomeUnknownError);
      const payment = await provider.createPayment(visa, key);
      expect(payment.status).toBe('succeeded');
      expect(sandbox.paymentIntents()).toHaveLength(before + 1);
    });

    it('while capturing and refunding, moves the money once', async () => {
      const { id } = await provider.createPayment({ ...visa, captureMethod: 'manual' });
      sandbox.failNext({ path: /capture$/, mode: 'reset-after' });
      expect(await provider.capturePayment(id)).toMatchObject({ amountCaptured: 1000 });
      sandbox.failNext({ method: 'POST', path: /refunds$/, mode: 'reset-after' });
      await provider.refundPayment(id, { amount: 300 });
      expect(await provider.getPayment(id)).toMatchObject({ amountRefunded: 300 });
    });
  });

  describe('when Stripe is slow or overloaded', () => {
    it('ends a read on time', async () => {
      const { id } = await provider.createPayment(euros);
      sandbox.failNext({ method: 'GET', mode: 'delay', delayMs: 1000, times: 2 });
      await expect(provider.getPayment(id, { timeoutMs: 150 })).rejects.toThrow(TimeoutError);
    });

    it('asks once more when it does not answer, while there is time', async () => {
      const { id } = await provider.createPayment(euros);
      sandbox.failNext({ method: 'GET', mode: 'delay', delayMs: 3000 });
      expect(await provider.getPayment(id, { timeoutMs: 600 })).toMatchObject({ id });
    });

    it('ends a write on time, its outcome unknown', async () => {
      sandbox.failNext({ method: 'POST', mode: 'delay', delayMs: 1000, times: 2 });
      await expect(provider.createPayment(euros, { timeoutMs: 150 })).rejects.toThrow(OutcomeUnknownError);
    });

    it('waits for a request that is still running under the same key', async () => {
      sandbox.failNext({ method: 'POST', mode: 'delay', delayMs: 100 });
      const key = { idempotencyKey: 'order-in-progress' };
      const slow = await startStripe({
        STRIPE_RETRY_DELAY: '0.2',
        STRIPE_MAX_RETRIES: '10',
        STRIPE_API_BASE_URL: sandbox.url,
      });
      const [first, second] = await Promise.all([
        slow.provider.createPayment(euros, key),
        slow.provider.createPayment(euros, key),
      ]);
      expect(second.id).toBe(first.id);
      await slow.stop();
    });

    it('comes back after a 429', async () => {
      sandbox.failNext({ mode: 'status', status: 429, headers: { 'retry-after': '0' } });
      expect((await provider.createPayment(euros)).status).toBe('requires_payment_method');
    });

    it('leaves Stripe alone for as long as a 429 asks for', async () => {
      const busy = await startStripe();
      busy.sandbox.failNext({ mode: 'status', status: 429, headers: { 'retry-after': '60' } });
      await expect(busy.provider.createPayment(euros)).rejects.toMatchObject({ attempts: 1, status: 429 });
      const next = busy.provider.createPayment(euros);
      await expect(next).rejects.toThrow(RateLimitError);
      await expect(next).rejects.toMatchObject({ attempts: 0, retryAfterMs: expect.closeTo(60_000, -4) });
      expect(busy.sandbox.requests()).toHaveLength(1);
      await busy.stop();
    });

    it('does not let a caller wait longer for its turn than its deadline', async () => {
      const { id } = await provider.createPayment({ ...visa, captureMethod: 'manual' });
      sandbox.failNext({ path: /capture$/, mode: 'delay', delayMs: 1000 });
      const slow = provider.capturePayment(id);
      const started = performance.now();
      await expect(provider.cancelPayment(id, { timeoutMs: 100 })).rejects.toThrow(TimeoutError);
      expect(performance.now() - started).toBeLessThan(800);
      await slow;
    });
  });

  describe('in Stripe’s own ways', () => {
    it('counts krónur in hundredths and refuses thousandths of a dinar', async () => {
      const payment = await provider.createPayment({ ...money(500, 'ISK'), paymentMethod: 'pm_card_visa' });
      expect(payment).toMatchObject({ amount: 500, amountCaptured: 500, raw: { amount: 50_000 } });
      expect(await provider.refundPayment(payment.id, { amount: 200 })).toMatchObject({ amount: 200 });
      const dinar = provider.createPayment(money(1001, 'KWD'));
      await expect(dinar).rejects.toThrow(ValidationError);
      await expect(dinar).rejects.toMatchObject({ details: [{ field: 'amount' }] });
    });

    it('puts the descriptor behind the account’s prefix, as cards want it', async () => {
      const { raw } = await provider.createPayment({ ...visa, statementDescriptor: 'BOOKS 42' });
      expect(raw.statement_descriptor_suffix).toBe('BOOKS 42');
    });

    it('sends the customer to the bank and back when it asks', async () => {
      const payment = await provider.createPayment({
        ...euros,
        paymentMethod: 'pm_card_authenticationRequired',
        returnUrl: 'https://shop.example/back',
      });
      expect(payment.status).toBe('requires_action');
      expect(URL.canParse(payment.redirectUrl ?? '')).toBe(true);
      expect(payment.clientSecret).toMatch(/_secret_/);
    });

    it('names a return URL that would be ignored', async () => {
      const refused = provider.createPayment({ ...euros, returnUrl: 'https://shop.example/back' });
      await expect(refused).rejects.toMatchObject({ details: [{ field: 'returnUrl' }] });
    });

    it('makes a customer under a key derived from the caller’s', async () => {
      const input = { ...euros, customer: { email: 'derived@example.com' } };
      await provider.createPayment(input, { idempotencyKey: 'order-9' });
      const keys = sandbox.requests().flatMap(({ idempotencyKey }) => idempotencyKey ?? []);
      expect(keys.slice(-2)).toEqual(['order-9:customer', 'order-9']);
    });

    it.each([
      ['customer.id', { customer: { id: 'cus_unknown' } }],
      ['paymentMethod', { paymentMethod: 'pm_unknown' }],
    ])('names %s when Stripe does not know it', async (field, wish) => {
      const refused = provider.createPayment({ ...euros, ...wish });
      await expect(refused).rejects.toThrow(ValidationError);
      await expect(refused).rejects.toMatchObject({
        details: [{ field }],
        requestId: expect.stringMatching(/^req_/),
      });
    });

    it('keeps the order of a checkout on its payment', async () => {
      const line = { ...euros, name: 'Book' };
      const checkout = await provider.createCheckout({
        lines: [line],
        successUrl: 'https://shop.example/thanks',
        metadata: { order_id: '7' },
        captureMethod: 'manual',
      });
      const paid = await fetch(checkout.url ?? '', {
        method: 'POST',
        body: new URLSearchParams({ card: 'visa', email: 'ada@example.com' }),
        redirect: 'manual',
      });
      expect(paid.status).toBeLessThan(400);
      const [newest] = sandbox.paymentIntents();
      expect(newest).toMatchObject({ metadata: { order_id: '7' }, status: 'requires_capture' });
    });
  });

  describe('when it cannot work', () => {
    it('says which variable is missing', async () => {
      const unset = await startStripe({ STRIPE_SECRET_KEY: '' });
      const refused = unset.provider.getPayment('pi_1');
      await expect(refused).rejects.toThrow(NotConfiguredError);
      await expect(refused).rejects.toThrow('STRIPE_SECRET_KEY');
      await unset.stop();
    });

    it('says which variable is wrong, without showing it', async () => {
      const wrong = await startStripe({ STRIPE_SECRET_KEY: 'sk_test_wrongkeywrongkey' });
      const error = await wrong.provider.getPayment('pi_1').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(String(error)).toContain('STRIPE_SECRET_KEY');
      expect(String(error)).not.toContain('wrongkeywrongkey');
      await wrong.stop();
    });

    it('does not take an answer for a payment that is none', async () => {
      sandbox.failNext({ mode: 'status', status: 200 });
      await expect(provider.getPayment('pi_1')).rejects.toThrow(ResponseFormatError);
    });
  });
});
