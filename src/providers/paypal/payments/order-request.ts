import { createHash } from 'node:crypto';
import { ValidationError, type FieldIssue } from '../../../contracts/errors.js';
import { MAX_AMOUNT, type Currency, type Money } from '../../../contracts/money.js';
import type {
  CaptureMethod,
  CheckoutLine,
  CreateCheckout,
  CreatePayment,
  Customer,
} from '../../../contracts/payments.js';
import { orderCustomId } from './custom-id.js';
import { toPayPalAmount } from './money.js';

interface About {
  provider: string;
  operation: string;
}

/** How an order's `reference_id` begins that Hookline made. */
const OURS = 'hookline-';

/** The longest texts that PayPal takes, in characters. @see https://developer.paypal.com/docs/api/orders/v2/#orders_create */
const MAX_TEXT = 127;
const MAX_DESCRIPTOR = 22;

const MAX_LINES = 100;

interface OrderBody {
  intent: 'CAPTURE' | 'AUTHORIZE';
  payment_source: object;
  purchase_units: [object];
}

/** A request for an order, and the mark by which it is known again. */
export interface OrderRequest {
  body: OrderBody;
  reference: string;
}

/**
 * Our input as an order of PayPal's.
 * @throws ValidationError when PayPal could not carry out what is asked
 */
export function paymentRequest(input: CreatePayment, about: About): OrderRequest {
  const { description, statementDescriptor, metadata } = input;
  refuseAny('The payment is not valid.', about, [
    ...tooLong('description', description, MAX_TEXT),
    ...tooLong('statementDescriptor', statementDescriptor, MAX_DESCRIPTOR),
  ]);
  const unit = {
    amount: toPayPalAmount(input, about),
    ...(description && { description }),
    ...(statementDescriptor && { soft_descriptor: statementDescriptor }),
    ...orderCustomId(metadata, about),
  };
  return marked({
    intent: intentOf(input.captureMethod),
    payment_source: paymentSource(input, about),
    purchase_units: [unit],
  });
}

/**
 * Our input as an order of PayPal's, with the lines as its items.
 * @throws ValidationError when PayPal could not carry out what is asked
 */
export function checkoutRequest(input: CreateCheckout, about: About): OrderRequest {
  const { lines, successUrl, cancelUrl, customer, metadata } = input;
  const sum = sumOf(lines, about);
  const items = lines.map((line, index) => ({
    name: line.name,
    quantity: String(line.quantity ?? 1),
    unit_amount: toPayPalAmount(line, about, `lines.${index}.`),
  }));
  const total = toPayPalAmount(sum, about);
  const urls = { return_url: successUrl, ...(cancelUrl && { cancel_url: cancelUrl }) };
  return marked({
    intent: intentOf(input.captureMethod),
    payment_source: wallet(customer, urls, about),
    purchase_units: [
      { amount: { ...total, breakdown: { item_total: total } }, items, ...orderCustomId(metadata, about) },
    ],
  });
}

/** Whether Hookline made an order, by its `reference_id`. */
export function isOurs(referenceId: string | undefined): boolean {
  return referenceId?.startsWith(OURS) ?? false;
}

/**
 * PayPal answers a repeat of a `PayPal-Request-Id` with its first order, whatever is asked for this time. The reference of
 * an order is a digest of what it was made of, so that another request under the same key is noticed.
 */
function marked({ purchase_units: [unit], ...order }: OrderBody): OrderRequest {
  const digest = createHash('sha256')
    .update(JSON.stringify([order, unit]))
    .digest('hex');
  const reference = OURS + digest.slice(0, 32);
  return { reference, body: { ...order, purchase_units: [{ reference_id: reference, ...unit }] } };
}

function intentOf(captureMethod: CaptureMethod | undefined): OrderBody['intent'] {
  return captureMethod === 'manual' ? 'AUTHORIZE' : 'CAPTURE';
}

/**
 * What pays: a method in PayPal's vault by its id, a wallet unless `card:` stands before it; without one the wallet of the
 * customer, who approves at PayPal.
 */
function paymentSource({ paymentMethod, customer, returnUrl }: CreatePayment, about: About): object {
  const urls = returnUrl ? { return_url: returnUrl, cancel_url: returnUrl } : undefined;
  if (paymentMethod === undefined) return wallet(customer, urls, about);
  refuseCustomerId(customer, about);
  const [, kind = 'paypal', vaultId] = /^(?:(card|paypal):)?([\w-]{1,255})$/.exec(paymentMethod) ?? [];
  if (vaultId === undefined) {
    const issue = 'must be the id of a method in PayPal’s vault, for a card with "card:" before it';
    throw new ValidationError(`The payment method ${issue}.`, about, [{ field: 'paymentMethod', issue }]);
  }
  return { [kind]: { vault_id: vaultId, ...(urls && { experience_context: urls }) } };
}

function wallet(customer: Customer | undefined, urls: object | undefined, about: About): object {
  refuseCustomerId(customer, about);
  const { email, name } = customer && 'email' in customer ? customer : {};
  return {
    paypal: {
      ...(email && { email_address: email }),
      ...(name && { name: { full_name: name } }),
      // The button says "Pay now": once the customer has approved, nothing more is asked.
      experience_context: { user_action: 'PAY_NOW', ...urls },
    },
  };
}

function refuseCustomerId(customer: Customer | undefined, about: About): void {
  if (!customer || !('id' in customer)) return;
  const issue = 'is not taken: PayPal asks customers who they are; give the e-mail address, or nothing';
  throw new ValidationError(`A customer’s id ${issue}.`, about, [{ field: 'customer.id', issue }]);
}

/** What all lines come to, in their one currency. @throws ValidationError when they do not add up */
function sumOf(lines: CreateCheckout['lines'], about: About): Money {
  const message = 'The lines of the checkout are not valid.';
  const [first] = lines;
  if (!first || lines.length > MAX_LINES) {
    throw new ValidationError(message, about, [{ field: 'lines', issue: `must be 1 to ${MAX_LINES}` }]);
  }
  const { currency } = first;
  const amount = lines.reduce((sum, line) => sum + line.amount * (line.quantity ?? 1), 0);
  refuseAny(message, about, [
    ...lines.flatMap((line, index) => issuesOf(line, currency, `lines.${index}.`)),
    ...(amount > MAX_AMOUNT ? [{ field: 'lines', issue: `must add up to ${MAX_AMOUNT} at most` }] : []),
  ]);
  return { amount, currency };
}

function issuesOf(line: CheckoutLine, currency: Currency, at: string): FieldIssue[] {
  const { quantity = 1 } = line;
  const countable = Number.isSafeInteger(quantity) && quantity >= 1;
  return [
    ...tooLong(`${at}name`, line.name, MAX_TEXT),
    ...(countable ? [] : [{ field: `${at}quantity`, issue: 'must be a whole number of 1 or more' }]),
    ...(line.currency === currency
      ? []
      : [{ field: `${at}currency`, issue: `must be ${currency} like the first line’s` }]),
  ];
}

function tooLong(field: string, text: string | undefined, max: number): FieldIssue[] {
  if (text === undefined || text.length <= max) return [];
  return [{ field, issue: `must be at most ${max} characters at PayPal` }];
}

function refuseAny(message: string, about: About, details: readonly FieldIssue[]): void {
  if (details.length > 0) throw new ValidationError(message, about, details);
}
