import { completeSession, sessionOf } from '../checkout-session.js';
import { authenticated, authenticationFailed, confirm } from '../confirmation.js';
import { type Call, Decline } from '../endpoint.js';
import { recordEvent } from '../events.js';
import type { PaymentIntent, Session, StoredSession } from '../objects.js';
import { newPaymentIntent, requirePaymentIntent } from '../payment-intent.js';
import { requirePaymentMethod } from '../payment-methods.js';
import { successUrl } from './checkout-page.js';

/** Where a customer goes next, or why the card was refused. */
export type PayResult = { goTo: string } | { error: string };

/** A customer presses Pay at an open session. `card` is the key of a test card. */
export function pay(call: Call, stored: StoredSession, card: string, email: string): PayResult {
  const method = requirePaymentMethod(call, `pm_card_${card}`);
  const intent = intentOf(call, stored);
  const tried: PaymentIntent = { ...intent, payment_method: method.id, status: 'requires_confirmation' };
  const returnUrl = `${call.baseUrl}/c/pay/${stored.id}`;
  const result = confirm(call, tried, { returnUrl, hosted: true });
  const session: Session = { ...stored.session, payment_intent: intent.id };
  const paying = call.state.put('checkout_session', { ...stored, session, email });
  if (result instanceof Decline) {
    const after = requirePaymentIntent(call, intent.id);
    return { error: after.last_payment_error?.message ?? 'The card was declined.' };
  }
  const bank = result.next_action?.redirect_to_url?.url;
  return { goTo: bank ?? successUrl(completeSession(call, paying, result)) };
}

/** The customer decides at the bank's page. Returns where they go next. */
export function decide(call: Call, intent: PaymentIntent, authenticates: boolean): string {
  const returnUrl = intent.next_action?.redirect_to_url?.return_url ?? call.baseUrl;
  const decided = authenticates ? authenticated(call, intent) : authenticationFailed(call, intent);
  const stored = sessionOf(call, intent.id);
  if (stored?.session.status === 'open' && authenticates) {
    return successUrl(completeSession(call, stored, decided));
  }
  return stored ? returnUrl : withOutcome(returnUrl, decided);
}

/** The session's payment, made on the first try and used again for the next. */
function intentOf(call: Call, { session, intent }: StoredSession): PaymentIntent {
  if (session.payment_intent) return requirePaymentIntent(call, session.payment_intent);
  const created = call.state.put(
    'payment_intent',
    newPaymentIntent({
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      capture_method: intent.captureMethod,
      customer: session.customer,
      description: intent.description,
      metadata: intent.metadata,
      receipt_email: intent.receiptEmail,
      statement_descriptor_suffix: intent.statementDescriptorSuffix,
    }),
  );
  recordEvent(call, 'payment_intent.created', created);
  return created;
}

/** What Stripe tells the shop in the address that the customer comes back to. */
function withOutcome(returnUrl: string, intent: PaymentIntent): string {
  const address = new URL(returnUrl);
  address.searchParams.set('payment_intent', intent.id);
  address.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  address.searchParams.set('redirect_status', intent.last_payment_error ? 'failed' : 'succeeded');
  return address.href;
}
