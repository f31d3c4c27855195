import type Stripe from 'stripe';
import { z } from 'zod';
import { ResponseFormatError } from '../../../contracts/errors.js';
import { parseCurrency, type Currency } from '../../../contracts/money.js';
import type { Checkout, Payment, Refund } from '../../../contracts/payments.js';
import { fromStripeAmount } from './money.js';
import { withoutReference } from './reference.js';

/** What Stripe's objects are in `raw`. */
export interface StripeObjects {
  payment: Stripe.PaymentIntent;
  refund: Stripe.Refund;
  checkout: Stripe.Checkout.Session;
}

/** For which operation an answer is read, so that an error can name it. */
interface About {
  provider: string;
  operation: string;
}

/** Old payments are in currencies that ISO 4217 has withdrawn since (HRK, BGN): all of them of two decimals. */
const currency = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((code) => parseCurrency(code) ?? (code.toUpperCase() as Currency));
const minorUnits = z.int().min(0);
const unixTime = z.int().transform((seconds) => new Date(seconds * 1000));
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((pairs) => withoutReference(pairs ?? {}));
const reference = z
  .union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? undefined);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** What is read of a payment intent. @see https://docs.stripe.com/api/payment_intents/object */
const paymentIntent = z.object({
  object: z.literal('payment_intent'),
  id: z.string(),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
  ]),
  currency,
  amount: minorUnits,
  amount_capturable: minorUnits,
  amount_received: minorUnits,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']),
  customer: reference,
  description: text,
  metadata,
  created: unixTime,
  client_secret: text,
  next_action: z.looseObject({ redirect_to_url: z.looseObject({ url: text }).nullish() }).nullish(),
  last_payment_error: z.looseObject({ code: text, decline_code: text }).nullish(),
  latest_charge: z.union([z.string(), z.looseObject({ amount_refunded: minorUnits })]).nullish(),
});

const refund = z.object({
  object: z.literal('refund'),
  id: z.string(),
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']).nullish(),
  currency,
  amount: minorUnits,
  metadata,
  created: unixTime,
});

const checkoutSession = z.object({
  object: z.literal('checkout.session'),
  id: z.string(),
  status: z.enum(['open', 'complete', 'expired']).nullish(),
  url: text,
  payment_intent: reference,
  currency,
  amount_total: minorUnits,
  metadata,
  expires_at: unixTime,
});

/** @throws ResponseFormatError when Stripe answered in another form than it documents */
export function toPayment(raw: Stripe.PaymentIntent, about: About): Payment<Stripe.PaymentIntent> {
  const intent = read(paymentIntent, raw, about);
  const amountOf = (amount: number) => fromStripeAmount(amount, intent.currency);
  return {
    id: intent.id,
    provider: 'stripe',
    status: intent.status,
    currency: intent.currency,
    amount: amountOf(intent.amount),
    amountCapturable: amountOf(intent.amount_capturable),
    amountCaptured: amountOf(intent.amount_received),
    amountRefunded: refundedOf(intent.latest_charge, amountOf),
    captureMethod: intent.capture_method === 'manual' ? 'manual' : 'automatic',
    customerId: intent.customer,
    description: intent.description,
    metadata: intent.metadata,
    createdAt: intent.created,
    redirectUrl: intent.next_action?.redirect_to_url?.url,
    clientSecret: intent.client_secret,
    declineCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code,
    raw,
  };
}

/** @throws ResponseFormatError when Stripe answered in another form than it documents */
export function toRefund(raw: Stripe.Refund, paymentId: string, about: About): Refund<Stripe.Refund> {
  const fields = read(refund, raw, about);
  return {
    id: fields.id,
    provider: 'stripe',
    paymentId,
    status: fields.status ?? 'pending',
    currency: fields.currency,
    amount: fromStripeAmount(fields.amount, fields.currency),
    metadata: fields.metadata,
    createdAt: fields.created,
    raw,
  };
}

/** @throws ResponseFormatError when Stripe answered in another form than it documents */
export function toCheckout(raw: Stripe.Checkout.Session, about: About): Checkout<Stripe.Checkout.Session> {
  const session = read(checkoutSession, raw, about);
  return {
    id: session.id,
    provider: 'stripe',
    status: session.status ?? 'open',
    url: session.url,
    paymentId: session.payment_intent,
    currency: session.currency,
    amount: fromStripeAmount(session.amount_total, session.currency),
    metadata: session.metadata,
    expiresAt: session.expires_at,
    raw,
  };
}

/** Nothing was charged, so nothing was refunded; a charge that is only an id does not say. */
function refundedOf(
  charge: string | { amount_refunded: number } | null | undefined,
  amountOf: (amount: number) => number,
): number | undefined {
  if (typeof charge === 'string') return undefined;
  return charge ? amountOf(charge.amount_refunded) : 0;
}

function read<T>(schema: z.ZodType<T>, raw: unknown, about: About): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const problems = result.error.issues
    .map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`)
    .join('; ');
  const message = `Stripe answered ${about.operation} in a form that it does not document (${problems}). It has happened; read the object before you act again.`;
  throw new ResponseFormatError(message, { ...about, cause: result.error });
}
