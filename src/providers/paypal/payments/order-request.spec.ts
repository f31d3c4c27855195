import { describe, expect, it } from 'vitest';
import { money } from '../../../contracts/money.js';
import { isOurs, paymentRequest } from './order-request.js';

const about = { provider: 'paypal', operation: 'payments.create' };
const euros = money(1000, 'EUR');

describe('What pays for an order', () => {
  it('is a wallet in the vault by its id, a card with its word before it', () => {
    const source = (paymentMethod: string) =>
      paymentRequest({ ...euros, paymentMethod }, about).body.payment_source;
    expect(source('8kk845')).toEqual({ paypal: { vault_id: '8kk845' } });
    expect(source('paypal:8kk845')).toEqual({ paypal: { vault_id: '8kk845' } });
    expect(source('card:8kk845')).toEqual({ card: { vault_id: '8kk845' } });
  });

  it('is the wallet of the customer without one, who comes back to where they should', () => {
    const { body } = paymentRequest(
      {
        ...euros,
        customer: { email: 'ada@example.com', name: 'Ada' },
        returnUrl: 'https://shop.example/back',
      },
      about,
    );
    expect(body.payment_source).toEqual({
      paypal: {
        email_address: 'ada@example.com',
        name: { full_name: 'Ada' },
        experience_context: {
          user_action: 'PAY_NOW',
          return_url: 'https://shop.example/back',
          cancel_url: 'https://shop.example/back',
        },
      },
    });
  });
});

describe('The reference of an order', () => {
  it('says that Hookline made it, and of what', () => {
    const { reference } = paymentRequest(euros, about);
    expect(isOurs(reference)).toBe(true);
    expect(paymentRequest({ ...euros }, about).reference).toBe(reference);
    for (const wish of [money(1001, 'EUR'), money(1000, 'USD'), { description: 'Books' }]) {
      expect(paymentRequest({ ...euros, ...wish }, about).reference).not.toBe(reference);
    }
  });

  it.each([undefined, 'default', 'order-42'])('is not that of somebody else’s: %j', (reference) => {
    expect(isOurs(reference)).toBe(false);
  });
});
