import { z } from 'zod';
import { type Call, type Endpoint, endpoint } from './endpoint.js';
import { noSuch } from './errors.js';
import { newId } from './ids.js';
import type { PaymentMethod, StoredPaymentMethod } from './objects.js';
import { testCard, testCardKey } from './test-cards.js';

/** All test cards expire at the end of this year from now. */
const YEARS_VALID = 4;

/**
 * The payment method of that id. One of Stripe's test names (`pm_card_visa`, `tok_visa`) makes a new one each time,
 * as it does at Stripe.
 * @throws StripeApiError 404 when there is neither
 */
export function requirePaymentMethod(
  { state }: Call,
  id: string,
  param = 'payment_method',
): StoredPaymentMethod {
  const stored = state.table('payment_method').get(id);
  if (stored) return stored;
  const card = testCardKey(id);
  if (card === undefined) throw noSuch(id.startsWith('tok_') ? 'token' : 'PaymentMethod', id, param);
  const method = newPaymentMethod(card);
  return state.put('payment_method', { id: method.id, card, method });
}

export const paymentMethodEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/payment_methods/:id', z.strictObject({}), ({ state }, _, { id }) => {
    const stored = state.table('payment_method').get(id);
    if (!stored) throw noSuch('PaymentMethod', id, 'payment_method');
    return stored.method;
  }),
];

function newPaymentMethod(key: string): PaymentMethod {
  const { brand, last4 } = testCard(key);
  return {
    id: newId('payment_method'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: noBillingDetails(),
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: brand,
      exp_month: 12,
      exp_year: new Date().getFullYear() + YEARS_VALID,
      fingerprint: `sandbox${last4}`,
      funding: 'credit',
      generated_from: null,
      last4,
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: Math.floor(Date.now() / 1000),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

/** Billing details of which nothing is known. */
export function noBillingDetails(): PaymentMethod['billing_details'] {
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address, email: null, name: null, phone: null, tax_id: null };
}
