import type { Call } from './endpoint.js';
import { noSuch, refused, type StripeApiError } from './errors.js';
import { newClientSecret, newId } from './ids.js';
import type { PaymentIntent } from './objects.js';

/** A payment of which nothing but the amount is decided. `wishes` are the fields that the caller set. */
export function newPaymentIntent(
  wishes: Pick<PaymentIntent, 'amount' | 'currency'> & Partial<PaymentIntent>,
): PaymentIntent {
  const id = newId('payment_intent');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: newClientSecret(id),
    confirmation_method: 'automatic',
    created: Math.floor(Date.now() / 1000),
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
    ...wishes,
  };
}

/** @throws StripeApiError 404 when there is no such payment. */
export function requirePaymentIntent({ state }: Call, id: string, param = 'intent'): PaymentIntent {
  const intent = state.table('payment_intent').get(id);
  if (!intent) throw noSuch('payment_intent', id, param);
  return intent;
}

/** 400: the payment is in a state that does not allow this. The error carries the payment. */
export function unexpectedState(intent: PaymentIntent, message: string, param?: string): StripeApiError {
  return refused(message, {
    code: 'payment_intent_unexpected_state',
    ...(param && { param }),
    payment_intent: intent,
  });
}
