import { addCharge } from './charges.js';
import { type Call, Decline } from './endpoint.js';
import { errorAnswer, invalidParameter } from './errors.js';
import { recordEvent } from './events.js';
import type { Charge, PaymentIntent, StoredPaymentMethod } from './objects.js';
import { unexpectedState } from './payment-intent.js';
import { requirePaymentMethod } from './payment-methods.js';
import { AUTHENTICATION_REQUIRED, type DeclineReason, testCard } from './test-cards.js';

/** How a payment is to be confirmed. */
export interface Confirmation {
  /** Where the customer comes back to after authenticating. */
  returnUrl?: string | undefined;
  /** The customer is not there to authenticate. */
  offSession?: boolean | undefined;
  /** Decline rather than ask the customer to authenticate. */
  errorOnRequiresAction?: boolean | undefined;
  /** The customer's browser is with us and is led to the bank whatever the payment's settings say. */
  hosted?: boolean;
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/**
 * Tries to charge the payment's card: it succeeds, is authorised, asks the customer to authenticate, or is declined.
 * @throws StripeApiError when the payment is past confirming, or lacks a card or a return address
 */
export function confirm(call: Call, intent: PaymentIntent, wishes: Confirmation): PaymentIntent | Decline {
  requireConfirmable(intent);
  if (!intent.payment_method) throw missingPaymentMethod(intent);
  requireReturnUrl(intent, wishes);
  requireNoCardDescriptor(intent);
  const paid = requirePaymentMethod(call, intent.payment_method);
  const { decline, requiresAuthentication } = testCard(paid.card);
  if (decline) return declineIntent(call, intent, paid, decline);
  if (!requiresAuthentication) return charge(call, intent, paid);
  if (wishes.offSession || wishes.errorOnRequiresAction) {
    return declineIntent(call, intent, paid, AUTHENTICATION_REQUIRED);
  }
  return askForAuthentication(call, intent, wishes.returnUrl);
}

/** The customer has authenticated at the bank. */
export function authenticated(call: Call, intent: PaymentIntent): PaymentIntent {
  const paid = requirePaymentMethod(call, intent.payment_method ?? '');
  return charge(call, intent, paid);
}

/** The customer could not, or would not, authenticate at the bank. */
export function authenticationFailed(call: Call, intent: PaymentIntent): PaymentIntent {
  const { method } = requirePaymentMethod(call, intent.payment_method ?? '');
  const code = 'payment_intent_authentication_failure';
  const failed = call.state.put('payment_intent', {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      code,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message:
        'We are unable to authenticate your payment method. ' +
        'Please choose a different payment method and try again.',
      payment_method: method,
      payment_method_type: 'card',
      type: 'invalid_request_error',
    },
  });
  recordEvent(call, 'payment_intent.payment_failed', failed);
  return failed;
}

function charge(call: Call, intent: PaymentIntent, paid: StoredPaymentMethod): PaymentIntent {
  const manual = intent.capture_method === 'manual';
  const added = addCharge(call, intent, paid, { kind: manual ? 'authorized' : 'captured' });
  const charged = call.state.put('payment_intent', {
    ...intent,
    status: manual ? 'requires_capture' : 'succeeded',
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: added.id,
    next_action: null,
  });
  recordEvent(call, 'charge.succeeded', added);
  recordEvent(
    call,
    manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
    charged,
    manual ? { amount_capturable: 0 } : undefined,
  );
  return charged;
}

function askForAuthentication(
  call: Call,
  intent: PaymentIntent,
  returnUrl: string | undefined,
): PaymentIntent {
  const page = `${call.baseUrl}/3d-secure/${intent.id}`;
  const waiting = call.state.put('payment_intent', {
    ...intent,
    status: 'requires_action',
    next_action: returnUrl
      ? { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: page } }
      : // Without a return address Stripe expects its script in the browser to open the bank's page.
        { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: page } },
  });
  recordEvent(call, 'payment_intent.requires_action', waiting);
  return waiting;
}

function declineIntent(
  call: Call,
  intent: PaymentIntent,
  paid: StoredPaymentMethod,
  reason: DeclineReason,
): Decline {
  const attempted = reason === AUTHENTICATION_REQUIRED ? undefined : failedCharge(call, intent, paid, reason);
  const failure = {
    ...(attempted && { charge: attempted.id }),
    code: reason.code,
    ...(reason.declineCode && { decline_code: reason.declineCode }),
    message: reason.message,
    type: 'card_error' as const,
  };
  const failed = call.state.put('payment_intent', {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: attempted?.id ?? intent.latest_charge,
    last_payment_error: {
      ...failure,
      doc_url: `https://stripe.com/docs/error-codes/${reason.code.replaceAll('_', '-')}`,
      payment_method: paid.method,
      payment_method_type: 'card',
    },
  });
  if (attempted) recordEvent(call, 'charge.failed', attempted);
  recordEvent(call, 'payment_intent.payment_failed', failed);
  return new Decline(errorAnswer(402, { ...failure, payment_intent: failed, payment_method: paid.method }));
}

function failedCharge(
  call: Call,
  intent: PaymentIntent,
  paid: StoredPaymentMethod,
  reason: DeclineReason,
): Charge {
  return addCharge(call, intent, paid, { kind: 'declined', reason });
}

function requireConfirmable(intent: PaymentIntent): void {
  if (CONFIRMABLE.includes(intent.status)) return;
  if (intent.status === 'succeeded' || intent.status === 'requires_capture') {
    throw unexpectedState(
      intent,
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
    );
  }
  throw unexpectedState(
    intent,
    `This PaymentIntent could not be confirmed because it has a status of ${intent.status}. Only a PaymentIntent ` +
      `with one of the following statuses may be confirmed: ${CONFIRMABLE.join(', ')}.`,
  );
}

function missingPaymentMethod(intent: PaymentIntent): Error {
  return unexpectedState(
    intent,
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment ' +
      'method or ConfirmationToken.',
  );
}

/** Accounts accept redirecting payment methods unless a payment says otherwise, and those need a way back. */
function requireReturnUrl(intent: PaymentIntent, { returnUrl, hosted, offSession }: Confirmation): void {
  const redirects = intent.automatic_payment_methods?.allow_redirects !== 'never';
  const onlyCards = intent.allowed_payment_method_types?.every((type) => type === 'card') ?? false;
  if (returnUrl || hosted || offSession || !redirects || onlyCards) return;
  throw invalidParameter(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these ' +
      'payment methods might redirect your customer off of your page, you must provide a `return_url`. If you ' +
      "don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and " +
      '`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.',
  );
}

/** @see https://docs.stripe.com/get-started/account/statement-descriptors#dynamic */
function requireNoCardDescriptor(intent: PaymentIntent): void {
  if (intent.statement_descriptor === null) return;
  throw invalidParameter(
    'The `statement_descriptor` parameter is not supported for card charges. ' +
      'Use `statement_descriptor_suffix` instead.',
    { param: 'statement_descriptor' },
  );
}
