import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { PaymentDeclinedError } from '../../src/contracts/errors.js';
import { money } from '../../src/contracts/money.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { describeLive } from './live.js';

const needs = [
  {
    variable: 'STRIPE_SECRET_KEY',
    is: 'a key of the test mode (sk_test_…)',
    pattern: /^sk_test_/,
    never: 'sk_live_0123456789abcdef',
  },
];

describeLive('stripe', needs, (live) => {
  const card = { ...money(1999, 'EUR'), paymentMethod: 'pm_card_visa', description: 'Hookline live test' };

  it('takes a payment once for one key, and gives a part of it back', async () => {
    const stripe = live.get(StripePaymentProvider);
    const options = { idempotencyKey: `live-${randomUUID()}` };
    const payment = await stripe.createPayment({ ...card, captureMethod: 'manual' }, options);
    expect(payment).toMatchObject({ status: 'requires_capture', amountCapturable: 1999, currency: 'EUR' });
    expect((await stripe.createPayment({ ...card, captureMethod: 'manual' }, options)).id).toBe(payment.id);
    expect(await stripe.capturePayment(payment.id, { amount: 1500 })).toMatchObject({ status: 'succeeded' });
    expect(await stripe.refundPayment(payment.id, { amount: 500 })).toMatchObject({ amount: 500 });
    expect(await stripe.getPayment(payment.id)).toMatchObject({ amountCaptured: 1500, amountRefunded: 500 });
  });

  it('says that a card was declined', async () => {
    const declined = live
      .get(StripePaymentProvider)
      .createPayment({ ...card, paymentMethod: 'pm_card_chargeDeclined' });
    await expect(declined).rejects.toThrow(PaymentDeclinedError);
  });

  it('makes a page to pay at', async () => {
    const lines = [{ ...money(1999, 'EUR'), name: 'Hookline live test' }];
    const checkout = await live
      .get(StripePaymentProvider)
      .createCheckout({ lines, successUrl: 'https://example.com/thanks' });
    expect(checkout).toMatchObject({ status: 'open', amount: 1999, url: expect.stringMatching(/^https:/) });
  });
});
