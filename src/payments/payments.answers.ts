import { z } from 'zod';
import {
  anyJson,
  count,
  like,
  pageOf,
  rarely,
  raw,
  schemaNotes,
  time,
} from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of payments answer. */

const metadata = z.record(z.string(), z.string()).register(schemaNotes, { examples: [{ order_id: '42' }] });

const money = {
  amount: count(1999).register(schemaNotes, {
    description: 'In minor units: 1999 is 19.99 EUR.',
    examples: [1999],
  }),
  currency: like('EUR', 'ISO 4217.'),
};

const paymentStatus = z
  .enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
    'failed',
    'unknown',
  ])
  .register(schemaNotes, { id: 'PaymentStatus', examples: ['requires_capture'] });

const paymentFields = {
  id: like('pi_3QNpzLJf0Yq2hVqE1aBcDeFg', "The provider's id."),
  provider: like('stripe'),
  status: paymentStatus,
  ...money,
  amount_capturable: count(1999),
  amount_captured: count(0),
  amount_refunded: count(0).nullable(),
  capture_method: z.enum(['automatic', 'manual']).register(schemaNotes, { examples: ['manual'] }),
  customer: rarely(z.string()),
  description: like('Order 42').nullable(),
  metadata,
  redirect_url: rarely(z.string()),
  decline_code: rarely(z.string()),
  created_at: time,
  raw,
};

const payment = z.object(paymentFields).register(schemaNotes, { id: 'Payment' });

const newPayment = z
  .object({
    ...paymentFields,
    client_secret: like(
      'pi_3QNpzLJf0Yq2hVqE1aBcDeFg_secret_example',
      "With which the payment is finished in the customer's browser. Shown here, and nowhere else.",
    ).nullable(),
  })
  .register(schemaNotes, { id: 'NewPayment' });

const refund = z
  .object({
    id: like('re_3QNpzLJf0Yq2hVqE1aBcDeFg'),
    provider: like('stripe'),
    payment_id: like('pi_3QNpzLJf0Yq2hVqE1aBcDeFg'),
    status: z
      .enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'])
      .register(schemaNotes, { examples: ['succeeded'] }),
    ...money,
    metadata,
    created_at: time,
    raw,
  })
  .register(schemaNotes, { id: 'Refund' });

const checkout = z
  .object({
    id: like('cs_test_a1B2c3D4'),
    provider: like('stripe'),
    status: z.enum(['open', 'complete', 'expired']),
    url: like('https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4', 'Where the customer pays.').nullable(),
    payment_id: rarely(z.string()),
    ...money,
    metadata,
    expires_at: time,
    raw: anyJson({}),
  })
  .register(schemaNotes, { id: 'Checkout' });

const id = { id: 'pi_3QNpzLJf0Yq2hVqE1aBcDeFg' };

export const paymentRoutes = {
  create: {
    id: 'createPayment',
    summary: 'Make a payment',
    description:
      'Charges `payment_method`, or waits for the customer to give one. Sent again with the same `Idempotency-Key`, it charges once.',
    body: {
      amount: 1999,
      currency: 'EUR',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      description: 'Order 42',
      metadata: { order_id: '42' },
    },
    answers: { 201: { description: 'The payment.', schema: newPayment } },
    callsProvider: true,
    errors: ['PAYMENT_DECLINED', 'NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
  list: {
    id: 'listPayments',
    summary: 'List payments',
    description: 'Newest first, as the provider has them.',
    answers: { 200: { description: 'A page of payments.', schema: pageOf(payment) } },
    callsProvider: true,
    errors: ['NOT_FOUND'],
  },
  get: {
    id: 'getPayment',
    summary: 'Get a payment',
    parameters: id,
    answers: { 200: { description: 'The payment.', schema: payment } },
    callsProvider: true,
  },
  capture: {
    id: 'capturePayment',
    summary: 'Capture a payment',
    description: 'Takes what was only reserved: all of it, or `amount`.',
    parameters: id,
    body: { amount: 1999 },
    answers: { 200: { description: 'The payment.', schema: payment } },
    callsProvider: true,
    errors: ['PAYMENT_DECLINED', 'CONFLICT', 'UNPROCESSABLE'],
  },
  cancel: {
    id: 'cancelPayment',
    summary: 'Cancel a payment',
    description: 'Lets go of what was reserved.',
    parameters: id,
    body: {},
    answers: { 200: { description: 'The payment.', schema: payment } },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  refund: {
    id: 'refundPayment',
    summary: 'Refund a payment',
    description: 'Gives back all of it, or `amount`.',
    parameters: id,
    body: { amount: 500, reason: 'requested_by_customer' },
    answers: { 201: { description: 'The refund.', schema: refund } },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  createCheckout: {
    id: 'createCheckout',
    summary: 'Make a checkout page',
    description: 'A page at the provider, to which the customer is sent to pay.',
    body: {
      lines: [{ name: 'Mug', amount: 1999, currency: 'EUR', quantity: 1 }],
      success_url: 'https://shop.example.com/thanks',
      cancel_url: 'https://shop.example.com/cart',
    },
    answers: { 201: { description: 'The checkout.', schema: checkout } },
    callsProvider: true,
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
} satisfies Record<string, RouteDescription>;
