import type Stripe from 'stripe';
import { ValidationError, type FieldIssue } from '../../../contracts/errors.js';
import type {
  CreateCheckout,
  CreatePayment,
  ListPayments,
  RefundPayment,
} from '../../../contracts/payments.js';
import { toStripeAmount } from './money.js';

interface About {
  provider: string;
  operation: string;
}

const MAX_LINES = 100;

/** The charge tells what was refunded, so it comes along with each payment. */
export const WITH_CHARGE = { expand: ['latest_charge'] };

/**
 * Our input in Stripe's parameters.
 * @throws ValidationError when Stripe could not carry out what is asked
 */
export function paymentParams(
  input: CreatePayment,
  customerId: string | undefined,
  about: About,
): Stripe.PaymentIntentCreateParams {
  const { captureMethod, description, statementDescriptor, metadata } = input;
  return {
    ...WITH_CHARGE,
    amount: toStripeAmount(input, about),
    currency: input.currency.toLowerCase(),
    ...(captureMethod && { capture_method: captureMethod }),
    ...(customerId && { customer: customerId }),
    ...(description && { description }),
    // The whole descriptor cannot be set where cards are accepted; the suffix follows the account's own prefix.
    // https://docs.stripe.com/get-started/account/statement-descriptors#dynamic
    ...(statementDescriptor && { statement_descriptor_suffix: statementDescriptor }),
    ...(metadata && { metadata }),
    ...confirmation(input, about),
  };
}

/** With a payment method the payment is confirmed at once; without, the customer finishes it in the browser. */
function confirmation(
  { paymentMethod, returnUrl }: CreatePayment,
  about: About,
): Partial<Stripe.PaymentIntentCreateParams> {
  if (!paymentMethod) {
    if (returnUrl) throw returnUrlAlone(about);
    return { automatic_payment_methods: { enabled: true } };
  }
  return {
    confirm: true,
    payment_method: paymentMethod,
    // Methods that send the customer to another page need an address to come back to.
    automatic_payment_methods: { enabled: true, allow_redirects: returnUrl ? 'always' : 'never' },
    ...(returnUrl && { return_url: returnUrl }),
  };
}

function returnUrlAlone(about: About): ValidationError {
  const issue = 'is taken together with a payment method only; without one, Stripe.js gets it in the browser';
  return new ValidationError(`A return URL ${issue}.`, about, [{ field: 'returnUrl', issue }]);
}

/** Stripe's parameters of a refund; `amount` in Stripe's units, `undefined` for all that is left. */
export function refundParams(
  paymentId: string,
  { reason, metadata }: RefundPayment,
  amount: number | undefined,
): Stripe.RefundCreateParams {
  return {
    payment_intent: paymentId,
    ...(amount !== undefined && { amount }),
    ...(reason && { reason }),
    ...(metadata && { metadata }),
  };
}

/** Stripe's parameters of one page of payments. */
export function pageParams(
  { customerId, createdFrom, pageSize }: ListPayments,
  after: string | undefined,
): Stripe.PaymentIntentListParams {
  return {
    limit: pageSize ?? 100,
    expand: ['data.latest_charge'],
    ...(customerId && { customer: customerId }),
    // Stripe counts whole seconds: what was made within the first one would be lost by rounding down.
    ...(createdFrom && { created: { gte: Math.ceil(createdFrom.getTime() / 1000) } }),
    ...(after && { starting_after: after }),
  };
}

/**
 * Our input in Stripe's parameters. The payment carries the session's metadata, so that its webhooks tell the order.
 * @throws ValidationError when Stripe could not carry out what is asked
 */
export function checkoutParams(
  input: CreateCheckout,
  customerId: string | undefined,
  about: About,
): Stripe.Checkout.SessionCreateParams {
  checkLines(input, about);
  const { lines, successUrl, cancelUrl, captureMethod, metadata } = input;
  return {
    mode: 'payment',
    line_items: lines.map((line) => ({
      quantity: line.quantity ?? 1,
      price_data: {
        currency: line.currency.toLowerCase(),
        unit_amount: toStripeAmount(line, about),
        product_data: { name: line.name },
      },
    })),
    success_url: successUrl,
    ...(cancelUrl && { cancel_url: cancelUrl }),
    ...(customerId && { customer: customerId }),
    ...(metadata && { metadata }),
    payment_intent_data: {
      ...(captureMethod && { capture_method: captureMethod }),
      ...(metadata && { metadata }),
    },
  };
}

function checkLines({ lines }: CreateCheckout, about: About): void {
  const details: FieldIssue[] = [];
  if (lines.length < 1 || lines.length > MAX_LINES)
    details.push({ field: 'lines', issue: `must be 1 to ${MAX_LINES}` });
  lines.forEach(({ currency }, index) => {
    if (currency === lines[0]?.currency) return;
    details.push({
      field: `lines.${index}.currency`,
      issue: `must be ${lines[0]?.currency} like the first line’s`,
    });
  });
  if (details.length > 0)
    throw new ValidationError('The lines of the checkout are not valid.', about, details);
}
