import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import { PaymentDeclinedError } from '../../../contracts/errors.js';
import type { Money } from '../../../contracts/money.js';
import type { RefundPayment } from '../../../contracts/payments.js';
import { refundCustomId } from './custom-id.js';
import { fromPayPalAmount, toPayPalAmount } from './money.js';
import {
  captureObject,
  refundObject,
  type AuthorizationObject,
  type CaptureObject,
  type RefundObject,
} from './objects.js';
import { WHOLE, keyReused } from './orders.js';
import { declineCode } from './payment-mapping.js';

/** The calls of Payments v2. @see https://developer.paypal.com/docs/api/payments/v2/ */

/** What the customer reads in PayPal's e-mail about a refund. */
const NOTES: Readonly<Record<NonNullable<RefundPayment['reason']>, string>> = {
  duplicate: 'Duplicate payment',
  fraudulent: 'Payment not authorised',
  requested_by_customer: 'Requested by customer',
};

/**
 * Takes all of an authorisation, or a part and lets the rest go.
 * @throws PaymentDeclinedError when it is declined after all
 * @throws IdempotencyConflictError when PayPal answers with an earlier capture under the same key, of another amount
 */
export async function captureAuthorization(
  { id, paymentId }: Pick<AuthorizationObject, 'id'> & { paymentId: string },
  part: Money | undefined,
  paypal: ApiOperation,
): Promise<void> {
  const capture = await paypal.call({
    method: 'POST',
    path: '/v2/payments/authorizations/:id/capture',
    params: { id },
    headers: WHOLE,
    json: { ...(part && { amount: toPayPalAmount(part, paypal.describe()) }), final_capture: true },
    answer: captureObject,
  });
  requireAmount(part, capture, paypal);
  const code = declineCode(capture);
  if (code === undefined) return;
  const message = `PayPal declined the capture of ${paymentId} (${code}). Ask the customer for another way to pay.`;
  throw new PaymentDeclinedError(message, paypal.describe(), code, paymentId);
}

/**
 * Gives an authorisation up. It takes no `PayPal-Request-Id`, and needs none: voiding what is void changes nothing.
 * @throws ConflictError when it is voided or captured already
 */
export async function voidAuthorization({ id }: AuthorizationObject, paypal: ApiOperation): Promise<void> {
  await paypal.send({
    method: 'POST',
    path: '/v2/payments/authorizations/:id/void',
    params: { id },
    // PayPal wants this header with every POST, although this one has no body.
    headers: { ...WHOLE, 'content-type': 'application/json' },
    safety: { by: 'upsert' },
  });
}

/**
 * Gives back a part of a capture, or what is left of it.
 * @throws ConflictError, UnprocessableError when PayPal does not allow it
 * @throws IdempotencyConflictError when PayPal answers with an earlier refund under the same key, of another amount
 */
export async function refundCapture(
  { id }: CaptureObject,
  { part, reason, metadata }: Omit<RefundPayment, 'amount'> & { part: Money | undefined },
  paypal: ApiOperation,
): Promise<RefundObject> {
  const refund = await paypal.call({
    method: 'POST',
    path: '/v2/payments/captures/:id/refund',
    params: { id },
    headers: WHOLE,
    json: {
      ...(part && { amount: toPayPalAmount(part, paypal.describe()) }),
      ...(reason && { note_to_payer: NOTES[reason] }),
      ...refundCustomId(metadata, paypal.describe()),
    },
    answer: refundObject,
  });
  requireAmount(part, refund, paypal);
  return refund;
}

/** PayPal answers a repeat of a `PayPal-Request-Id` with its first result, whatever is asked for this time. */
function requireAmount(
  asked: Money | undefined,
  result: CaptureObject | RefundObject,
  paypal: ApiOperation,
): void {
  if (!asked) return;
  const { amount, currency } = fromPayPalAmount(result.amount, paypal.describe());
  if (amount !== asked.amount || currency !== asked.currency) throw keyReused(paypal);
}
