import {
  ConflictError,
  UnprocessableError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../../contracts/errors.js';
import type {
  CapturePayment,
  Payment,
  PaymentStatus,
  Refund,
  RefundPayment,
} from '../../../contracts/payments.js';
import type { OrderObject, RefundObject } from './objects.js';

/** What a payment's state says about a change that is asked for: done already, impossible, or to be tried. */

type PayPalPayment = Payment<OrderObject>;
type PayPalRefund = Refund<RefundObject>;

type About = IntegrationErrorOptions;

const NOT_CANCELLABLE: Partial<Record<PaymentStatus, string>> = {
  succeeded: 'it is paid. Refund it instead.',
  requires_action:
    'PayPal has no way to take back an order that nobody has approved. No money is taken for it, and it ends by itself after some hours; do not send anybody to it.',
};

/** Whether PayPal refused because of the payment's state or the amount. */
export function isAboutThePayment(error: unknown): error is IntegrationError {
  return error instanceof ConflictError || error instanceof UnprocessableError;
}

/**
 * Whether a payment is captured already, just as asked.
 * @throws ConflictError when its state does not allow a capture
 * @throws UnprocessableError when it allows only another amount. PayPal itself would take up to 115 % of what was authorised.
 */
export function isCaptured(payment: PayPalPayment, { amount }: CapturePayment, about: About): boolean {
  const { id, status, captureMethod } = payment;
  if (status === 'succeeded') {
    if (amount === undefined || amount === payment.amountCaptured) return true;
    const message = `${id} is captured already, with ${payment.amountCaptured} instead of ${amount}. Refund the difference, or take another payment.`;
    throw new ConflictError(message, about);
  }
  if (status === 'requires_action') {
    const message = `${id} cannot be captured: the customer has not approved it. Send them to its redirectUrl.`;
    throw new ConflictError(message, about);
  }
  const approved = isApproved(payment);
  if (status !== 'requires_capture' && !approved) {
    throw new ConflictError(`${id} cannot be captured: its status is ${status}.`, about);
  }
  const most = approved ? payment.amount : payment.amountCapturable;
  if (amount !== undefined && amount > most) {
    const message = `${amount} is more than the ${most} that can be captured of ${id}.`;
    throw new UnprocessableError(message, about);
  }
  if (amount !== undefined && amount < most && captureMethod === 'automatic') {
    const message = `${id} can only be captured whole (${most}): a part can be taken of a payment with captureMethod manual.`;
    throw new UnprocessableError(message, about);
  }
  return false;
}

/** Whether the customer has approved a payment of which nothing has been taken or authorised yet. */
export function isApproved({ status, raw }: PayPalPayment): boolean {
  return status === 'processing' && raw.status === 'APPROVED';
}

/** Why a payment that is not authorised cannot be cancelled. */
export function notCancellable({ id, status }: PayPalPayment, about: About): ConflictError {
  const why = NOT_CANCELLABLE[status] ?? `its status is ${status}.`;
  return new ConflictError(`${id} cannot be cancelled: ${why}`, about);
}

/** Why nothing can be given back of a payment without a capture. */
export function nothingCaptured({ id, status }: PayPalPayment, about: About): ConflictError {
  return new ConflictError(
    `Nothing of ${id} was captured (its status is ${status}). Cancel it instead.`,
    about,
  );
}

/**
 * What a refused refund means, seen against the payment as it is now. PayPal is asked first, so that a repeat with the
 * same idempotency key gets its first answer, whatever has happened since.
 * @returns the latest refund, when everything is refunded already just as asked
 */
export function afterRefusedRefund(
  payment: PayPalPayment,
  latest: PayPalRefund | undefined,
  { amount }: RefundPayment,
  refusal: IntegrationError,
): PayPalRefund {
  const { id, amountCaptured: captured, amountRefunded: refunded = 0 } = payment;
  const about = aboutThe(refusal);
  if (captured === 0) throw nothingCaptured(payment, about);
  const left = captured - refunded;
  const inOneGo = amount === captured && latest?.amount === captured;
  if (left === 0 && latest && (amount === undefined || inOneGo)) return latest;
  if (left > 0 && (amount ?? 0) <= left) throw refusal;
  const message = `${amount ?? captured} cannot be refunded: of the ${captured} captured of ${id}, ${left} is left.`;
  throw new UnprocessableError(message, about);
}

function aboutThe(refusal: IntegrationError): About {
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
