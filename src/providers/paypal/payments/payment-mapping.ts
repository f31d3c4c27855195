import type { Checkout, Payment, PaymentStatus, Refund } from '../../../contracts/payments.js';
import { metadataOf } from './custom-id.js';
import { fromPayPalAmount, type PayPalAmount } from './money.js';
import type { AuthorizationObject, CaptureObject, OrderObject, RefundObject } from './objects.js';

/** For which operation an answer is read, so that an error can name it. */
interface About {
  provider: string;
  operation: string;
}

/** How long an order waits for its customer unless PayPal has arranged otherwise with the account, in ms. */
const APPROVAL_MS = 3 * 3_600_000;

/** Captures of which the money was taken, given back or not. */
const TAKEN = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
/** Captures and authorisations that the bank or PayPal declined. */
const DECLINED = new Set(['DECLINED', 'DENIED', 'FAILED']);
/** Authorisations that can be captured. */
const OPEN = new Set(['CREATED', 'PARTIALLY_CAPTURED']);
/** Refunds that give nothing back. */
const UNDONE = new Set(['CANCELLED', 'FAILED']);

const AUTHORIZED: Readonly<Record<string, PaymentStatus>> = {
  CREATED: 'requires_capture',
  PARTIALLY_CAPTURED: 'requires_capture',
  PENDING: 'processing',
  VOIDED: 'canceled',
  EXPIRED: 'canceled',
  DENIED: 'failed',
};

const ORDERED: Readonly<Record<string, PaymentStatus>> = {
  CREATED: 'requires_action',
  SAVED: 'requires_action',
  PAYER_ACTION_REQUIRED: 'requires_action',
  APPROVED: 'processing',
  VOIDED: 'canceled',
};

const REFUNDED: Readonly<Record<string, Refund['status']>> = {
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'canceled',
};

/** @throws ResponseFormatError when an amount is none */
export function toPayment(raw: OrderObject, about: About): Payment<OrderObject> {
  const [unit] = raw.purchase_units;
  const { currency, amount } = fromPayPalAmount(unit.amount, about);
  const status = statusOf(raw);
  const open = openAuthorization(raw);
  return {
    id: raw.id,
    provider: 'paypal',
    status,
    currency,
    amount,
    amountCapturable: status === 'requires_capture' && open ? sumOf([open], about) : 0,
    amountCaptured: sumOf(capturesOf(raw).filter(isTaken), about),
    amountRefunded: sumOf(refundsOf(raw), about),
    captureMethod: raw.intent === 'AUTHORIZE' ? 'manual' : 'automatic',
    customerId: raw.payer?.payer_id ?? raw.payment_source?.paypal?.account_id,
    description: unit.description,
    metadata: metadataOf(unit.custom_id),
    createdAt: new Date(raw.create_time),
    redirectUrl: status === 'requires_action' ? approvalUrl(raw) : undefined,
    clientSecret: undefined,
    declineCode: status === 'succeeded' ? undefined : declineCodeOf(raw),
    raw,
  };
}

/** @throws ResponseFormatError when the amount is none */
export function toRefund(raw: RefundObject, paymentId: string, about: About): Refund<RefundObject> {
  return {
    id: raw.id,
    provider: 'paypal',
    paymentId,
    status: REFUNDED[raw.status] ?? 'pending',
    ...fromPayPalAmount(raw.amount, about),
    metadata: metadataOf(raw.custom_id),
    createdAt: new Date(raw.create_time),
    raw,
  };
}

/** The order is the checkout, and its payment at once. @throws ResponseFormatError when an amount is none */
export function toCheckout(raw: OrderObject, about: About): Checkout<OrderObject> {
  const payment = toPayment(raw, about);
  const open = payment.status === 'requires_action';
  return {
    id: raw.id,
    provider: 'paypal',
    status: open ? 'open' : payment.status === 'canceled' ? 'expired' : 'complete',
    url: payment.redirectUrl,
    paymentId: raw.id,
    currency: payment.currency,
    amount: payment.amount,
    metadata: payment.metadata,
    expiresAt: new Date(payment.createdAt.getTime() + APPROVAL_MS),
    raw,
  };
}

/** The authorisation that can be captured or voided. */
export function openAuthorization(order: OrderObject): AuthorizationObject | undefined {
  return authorizationsOf(order).findLast(({ status }) => OPEN.has(status));
}

/** The capture to refund: the one with something left of it, if there are several. */
export function refundableCapture(order: OrderObject): CaptureObject | undefined {
  const captures = capturesOf(order).filter(({ status }) => !DECLINED.has(status));
  return captures.find(({ status }) => status !== 'REFUNDED') ?? captures.at(-1);
}

/** The refund that was made last. */
export function latestRefund(order: OrderObject): RefundObject | undefined {
  return refundsOf(order)
    .toSorted((one, other) => Date.parse(one.create_time) - Date.parse(other.create_time))
    .at(-1);
}

/** Why the last attempt was declined, in PayPal's word; `undefined` when it was not. */
export function declineCodeOf(order: OrderObject): string | undefined {
  const attempt = capturesOf(order).at(-1) ?? authorizationsOf(order).at(-1);
  return attempt && declineCode(attempt);
}

/** The same of one attempt. */
export function declineCode({
  status,
  status_details,
  processor_response,
}: CaptureObject): string | undefined {
  if (!DECLINED.has(status)) return undefined;
  return processor_response?.response_code ?? status_details?.reason ?? status;
}

function statusOf(order: OrderObject): PaymentStatus {
  const captures = capturesOf(order);
  if (captures.some(isTaken)) return 'succeeded';
  if (captures.some(({ status }) => status === 'PENDING')) return 'processing';
  const authorization = openAuthorization(order) ?? authorizationsOf(order).at(-1);
  if (authorization) return AUTHORIZED[authorization.status] ?? 'processing';
  if (captures.length > 0) return 'failed';
  return ORDERED[order.status] ?? 'processing';
}

function approvalUrl({ links = [] }: OrderObject): string | undefined {
  return links.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href;
}

function capturesOf({ purchase_units: [unit] }: OrderObject): CaptureObject[] {
  return unit.payments?.captures ?? [];
}

function authorizationsOf({ purchase_units: [unit] }: OrderObject): AuthorizationObject[] {
  return unit.payments?.authorizations ?? [];
}

function refundsOf({ purchase_units: [unit] }: OrderObject): RefundObject[] {
  return (unit.payments?.refunds ?? []).filter(({ status }) => !UNDONE.has(status));
}

function isTaken({ status }: CaptureObject): boolean {
  return TAKEN.has(status);
}

function sumOf(parts: readonly { amount: PayPalAmount }[], about: About): number {
  return parts.reduce((sum, part) => sum + fromPayPalAmount(part.amount, about).amount, 0);
}
