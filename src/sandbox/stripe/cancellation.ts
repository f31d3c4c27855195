import type { Call } from './endpoint.js';
import { recordEvent } from './events.js';
import type { PaymentIntent } from './objects.js';
import { unexpectedState } from './payment-intent.js';

/** What a caller may give as the reason. */
export const CANCELLATION_REASONS = [
  'abandoned',
  'duplicate',
  'fraudulent',
  'requested_by_customer',
] as const;

const CANCELABLE = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];

/** Whether the payment can still be given up. */
export function isCancelable(intent: PaymentIntent): boolean {
  return CANCELABLE.includes(intent.status);
}

/**
 * Gives a payment up; what was held on the card is released.
 * @throws StripeApiError when the payment is over
 */
export function cancelIntent(
  call: Call,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  if (!isCancelable(intent)) {
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent ` +
        `with one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
    );
  }
  const canceled = call.state.put('payment_intent', {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: Math.floor(Date.now() / 1000),
    cancellation_reason: reason,
    next_action: null,
  });
  recordEvent(call, 'payment_intent.canceled', canceled);
  return canceled;
}
