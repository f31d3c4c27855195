import type Stripe from 'stripe';
import {
  ConflictError,
  UnprocessableError,
  ValidationError,
  type IntegrationError,
} from '../../../contracts/errors.js';
import type { CapturePayment, Payment, Refund, RefundPayment } from '../../../contracts/payments.js';

/**
 * What a refusal by Stripe means, seen against the payment as it is now. Stripe is asked first, and only its refusal
 * leads here: a repeat with the same idempotency key then gets its first answer, whatever has happened since.
 */

type StripePayment = Payment<Stripe.PaymentIntent>;
type StripeRefund = Refund<Stripe.Refund>;

/** Whether Stripe refused because of the payment's state or the amount. Everything else is not about the payment. */
export function isAboutThePayment(error: unknown): error is IntegrationError {
  return (
    error instanceof ConflictError || error instanceof UnprocessableError || error instanceof ValidationError
  );
}

/** @returns the payment, when it is captured already just as asked */
export function afterRefusedCapture(
  payment: StripePayment,
  { amount }: CapturePayment,
  refusal: IntegrationError,
): StripePayment {
  if (payment.status === 'succeeded') {
    if (amount === undefined || amount === payment.amountCaptured) return payment;
    throw conflict(
      `${payment.id} is captured already, with ${payment.amountCaptured} instead of ${amount}. Refund the difference, or take another payment.`,
      refusal,
    );
  }
  if (payment.status !== 'requires_capture') {
    throw conflict(`${payment.id} cannot be captured: its status is ${payment.status}.`, refusal);
  }
  if (amount !== undefined && amount > payment.amountCapturable) {
    throw unprocessable(
      `${amount} is more than the ${payment.amountCapturable} that can be captured of ${payment.id}.`,
      refusal,
    );
  }
  throw refusal;
}

/** @returns the payment, when it is cancelled already */
export function afterRefusedCancel(payment: StripePayment, refusal: IntegrationError): StripePayment {
  if (payment.status === 'canceled') return payment;
  const remedy = payment.status === 'succeeded' ? ' Refund it instead.' : '';
  throw conflict(`${payment.id} cannot be cancelled: its status is ${payment.status}.${remedy}`, refusal);
}

/** @returns the latest refund, when everything is refunded already just as asked */
export function afterRefusedRefund(
  payment: StripePayment,
  latest: StripeRefund | undefined,
  { amount }: RefundPayment,
  refusal: IntegrationError,
): StripeRefund {
  const { amountCaptured: captured, amountRefunded: refunded = 0 } = payment;
  if (captured === 0) {
    throw conflict(
      `Nothing of ${payment.id} was captured (its status is ${payment.status}). Cancel it instead.`,
      refusal,
    );
  }
  const left = captured - refunded;
  const inOneGo = amount === captured && latest?.amount === captured;
  if (left === 0 && latest && (amount === undefined || inOneGo)) return latest;
  if (left === 0 || (amount ?? 0) > left) {
    throw unprocessable(
      `${amount ?? captured} cannot be refunded: of the ${captured} captured of ${payment.id}, ${left} is left.`,
      refusal,
    );
  }
  throw refusal;
}

function conflict(message: string, refusal: IntegrationError): ConflictError {
  return new ConflictError(message, about(refusal));
}

function unprocessable(message: string, refusal: IntegrationError): UnprocessableError {
  return new UnprocessableError(message, about(refusal));
}

function about(refusal: IntegrationError) {
  const { provider, operation, status, requestId, attempts } = refusal;
  return {
    provider,
    operation,
    attempts,
    cause: refusal,
    ...(status && { status }),
    ...(requestId && { requestId }),
  };
}
