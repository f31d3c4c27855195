import { z } from 'zod';
import { createdParameter, pageParameters } from './lists.js';
import { metadata } from './metadata.js';
import { choice, clearable, email, flag, integer, statementDescriptor, text, url } from './parameters.js';
import { shipping } from './shipping.js';

const captureMethod = choice('automatic', 'automatic_async', 'manual');
const futureUsage = choice('off_session', 'on_session');
const paymentMethodTypes = z.array(text());

/** A card by one of Stripe's test tokens. */
const paymentMethodData = z.strictObject({
  type: choice('card'),
  card: z.strictObject({ token: text() }),
});

const confirmationParameters = {
  allowed_payment_method_types: paymentMethodTypes.optional(),
  error_on_requires_action: flag.optional(),
  off_session: flag.optional(),
  payment_method: text().optional(),
  payment_method_data: paymentMethodData.optional(),
  receipt_email: clearable(email).optional(),
  return_url: url.optional(),
  setup_future_usage: clearable(futureUsage).optional(),
  shipping: clearable(shipping).optional(),
  use_stripe_sdk: flag.optional(),
};

const descriptiveParameters = {
  capture_method: captureMethod.optional(),
  customer: text().optional(),
  description: clearable(text()).optional(),
  metadata: metadata.optional(),
  statement_descriptor: clearable(statementDescriptor).optional(),
  statement_descriptor_suffix: clearable(statementDescriptor).optional(),
  transfer_group: text().optional(),
};

/** `POST /v1/payment_intents` */
export const createParameters = z.strictObject({
  ...confirmationParameters,
  ...descriptiveParameters,
  amount: integer(),
  currency: text(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: choice('always', 'never').optional() })
    .optional(),
  confirm: flag.optional(),
  confirmation_method: choice('automatic', 'manual').optional(),
});

/** `POST /v1/payment_intents/:id` */
export const updateParameters = z.strictObject({
  ...descriptiveParameters,
  allowed_payment_method_types: paymentMethodTypes.optional(),
  amount: integer().optional(),
  currency: text().optional(),
  payment_method: text().optional(),
  payment_method_data: paymentMethodData.optional(),
  receipt_email: clearable(email).optional(),
  setup_future_usage: clearable(futureUsage).optional(),
  shipping: clearable(shipping).optional(),
});

/** `POST /v1/payment_intents/:id/confirm` */
export const confirmParameters = z.strictObject({
  ...confirmationParameters,
  capture_method: captureMethod.optional(),
});

/** `GET /v1/payment_intents` */
export const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  customer: text().optional(),
});
