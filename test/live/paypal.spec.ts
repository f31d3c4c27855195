import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { NotFoundError } from '../../src/contracts/errors.js';
import { money } from '../../src/contracts/money.js';
import { PayPalPaymentProvider } from '../../src/providers/paypal/paypal.payments.js';
import { describeLive } from './live.js';

const needs = [
  { variable: 'PAYPAL_CLIENT_ID', is: 'that of a sandbox app', pattern: /^\S+$/ },
  { variable: 'PAYPAL_CLIENT_SECRET', is: 'that of a sandbox app', pattern: /^\S+$/ },
  {
    variable: 'PAYPAL_API_BASE_URL',
    is: 'https://api-m.sandbox.paypal.com',
    pattern: /^https:\/\/api-m\.sandbox\.paypal\.com\/?$/,
    never: 'https://api-m.paypal.com',
  },
];

describeLive('paypal', needs, (live) => {
  it('makes a payment once for one key, for a customer to approve', async () => {
    const paypal = live.get(PayPalPaymentProvider);
    const wish = { ...money(1999, 'EUR'), returnUrl: 'https://example.com/back', description: 'Live test' };
    const options = { idempotencyKey: `live-${randomUUID()}` };
    const payment = await paypal.createPayment(wish, options);
    expect(payment).toMatchObject({ status: 'requires_action', amount: 1999, currency: 'EUR' });
    expect(payment.redirectUrl).toMatch(/^https:\/\/www\.sandbox\.paypal\.com\//);
    expect((await paypal.createPayment(wish, options)).id).toBe(payment.id);
    expect(await paypal.getPayment(payment.id)).toMatchObject({ id: payment.id, status: 'requires_action' });
  });

  it('finds no payment that is none', async () => {
    const payment = live.get(PayPalPaymentProvider).getPayment('5O190127TN364715T');
    await expect(payment).rejects.toThrow(NotFoundError);
  });
});
