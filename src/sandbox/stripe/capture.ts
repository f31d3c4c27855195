import { z } from 'zod';
import { CANCELLATION_REASONS, cancelIntent } from './cancellation.js';
import { requireCharge } from './charges.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { refused } from './errors.js';
import { recordEvent } from './events.js';
import { metadata, withMetadata } from './metadata.js';
import type { PaymentIntent } from './objects.js';
import { choice, clearable, integer, statementDescriptor } from './parameters.js';
import { requirePaymentIntent, unexpectedState } from './payment-intent.js';
import { markSessionPaid } from './checkout-session.js';

const captureParameters = z.strictObject({
  amount_to_capture: integer().optional(),
  metadata: metadata.optional(),
  statement_descriptor_suffix: clearable(statementDescriptor).optional(),
});

const cancelParameters = z.strictObject({
  cancellation_reason: choice(...CANCELLATION_REASONS).optional(),
});

/** Taking an authorised payment, and giving one up. */
export const captureEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_intents/:id/capture', captureParameters, (call, wishes, { id }) => {
    const intent = requirePaymentIntent(call, id);
    requireCapturable(intent);
    const amount = wishes.amount_to_capture ?? intent.amount_capturable;
    requireWithinHold(intent, amount);
    const held = requireCharge(call, intent.latest_charge ?? '', 'charge');
    const taken = call.state.put('charge', { ...held, captured: true, amount_captured: amount });
    const captured = call.state.put('payment_intent', {
      ...intent,
      metadata: withMetadata(intent.metadata, wishes.metadata),
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: amount,
    });
    markSessionPaid(call, intent.id);
    recordEvent(call, 'charge.captured', taken, { amount_captured: 0, captured: false });
    recordEvent(call, 'payment_intent.succeeded', captured);
    return captured;
  }),

  endpoint('POST', '/v1/payment_intents/:id/cancel', cancelParameters, (call, wishes, { id }) => {
    const intent = requirePaymentIntent(call, id);
    return cancelIntent(call, intent, wishes.cancellation_reason ?? null);
  }),
];

function requireCapturable(intent: PaymentIntent): void {
  if (intent.status === 'requires_capture') return;
  if (intent.status === 'succeeded') {
    throw unexpectedState(
      intent,
      'This PaymentIntent could not be captured because it has already been captured.',
    );
  }
  throw unexpectedState(
    intent,
    `This PaymentIntent could not be captured because it has a status of ${intent.status}. ` +
      'Only a PaymentIntent with one of the following statuses may be captured: requires_capture.',
  );
}

function requireWithinHold(intent: PaymentIntent, amount: number): void {
  if (amount < 1) {
    throw refused('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount_to_capture',
      payment_intent: intent,
    });
  }
  if (amount > intent.amount_capturable) {
    throw refused(
      'The payment could not be captured because the requested capture amount is greater than the amount you can ' +
        'capture for this charge. Contact us via https://support.stripe.com/contact/ for help.',
      { code: 'amount_too_large', payment_intent: intent },
    );
  }
}
