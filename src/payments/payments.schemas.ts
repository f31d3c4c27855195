import { z } from 'zod';
import type { CreateCheckout, CreatePayment, Customer } from '../contracts/payments.js';
import { accountFields, apart } from '../platform/http/account-fields.js';
import { text } from '../platform/http/text-field.js';
import { amount, currency, httpUrl, metadata, statementDescriptor } from './payments.fields.js';

/** What the routes of payments take, `snake_case` on the wire, and how it reads in terms of the contracts. */

const customer = z
  .strictObject({
    id: text(255).optional(),
    email: z.email().max(512).optional(),
    name: text(256).optional(),
  })
  .transform(({ id, email, name }, context): Customer => {
    if (id && !email && !name) return { id };
    if (email && !id) return { email, name };
    context.addIssue({ code: 'custom', message: 'must have either an id, or an email and perhaps a name' });
    return z.NEVER;
  });

const captureMethod = z.enum(['automatic', 'manual']);

export const createPaymentBody = z
  .strictObject({
    ...accountFields,
    amount,
    currency,
    capture_method: captureMethod.optional(),
    payment_method: text(255).optional(),
    customer: customer.optional(),
    description: text(1000).optional(),
    statement_descriptor: statementDescriptor.optional(),
    metadata: metadata.optional(),
    return_url: httpUrl.optional(),
  })
  .transform(apart)
  .transform(({ account, capture_method, payment_method, statement_descriptor, return_url, ...same }) => ({
    account,
    payment: {
      ...same,
      captureMethod: capture_method,
      paymentMethod: payment_method,
      statementDescriptor: statement_descriptor,
      returnUrl: return_url,
    } satisfies CreatePayment,
  }));
export type CreatePaymentBody = z.output<typeof createPaymentBody>;

export const createCheckoutBody = z
  .strictObject({
    ...accountFields,
    lines: z
      .array(
        z.strictObject({
          name: text(250),
          amount,
          currency,
          quantity: z.int().min(1).max(10_000).optional(),
        }),
      )
      .min(1)
      .max(100),
    success_url: httpUrl,
    cancel_url: httpUrl.optional(),
    capture_method: captureMethod.optional(),
    customer: customer.optional(),
    metadata: metadata.optional(),
  })
  .transform(apart)
  .transform(({ account, success_url, cancel_url, capture_method, ...same }) => ({
    account,
    checkout: {
      ...same,
      successUrl: success_url,
      cancelUrl: cancel_url,
      captureMethod: capture_method,
    } satisfies CreateCheckout,
  }));
export type CreateCheckoutBody = z.output<typeof createCheckoutBody>;

export const captureBody = orNothing(
  z.strictObject({ ...accountFields, amount: amount.optional() }).transform(apart),
);
export type CaptureBody = z.output<typeof captureBody>;

export const cancelBody = orNothing(z.strictObject(accountFields).transform(apart));
export type CancelBody = z.output<typeof cancelBody>;

export const refundBody = orNothing(
  z
    .strictObject({
      ...accountFields,
      amount: amount.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
    })
    .transform(apart),
);
export type RefundBody = z.output<typeof refundBody>;

export const listQuery = z
  .strictObject({
    ...accountFields,
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: text(255).optional(),
    customer: text(255).optional(),
  })
  .transform(apart);
export type ListQuery = z.output<typeof listQuery>;

export const getQuery = z.strictObject(accountFields).transform(apart);
export type GetQuery = z.output<typeof getQuery>;

/** These requests say all they must by their address; a body may be left out. */
function orNothing<T extends z.ZodType>(schema: T) {
  return z.preprocess((body) => body ?? {}, schema);
}
