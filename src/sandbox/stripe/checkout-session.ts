import { cancelIntent, isCancelable } from './cancellation.js';
import type { Call } from './endpoint.js';
import { noSuch } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import type { LineItem, PaymentIntent, Session, StoredSession } from './objects.js';

/** How long a customer has to pay, unless the session says otherwise. */
const LIFETIME_SECONDS = 24 * 3600;

/** A session of which nothing but the total is decided. `wishes` are the fields that the caller set. */
export function newSession(
  baseUrl: string,
  wishes: Pick<Session, 'amount_total' | 'currency'> & Partial<Session>,
): Session {
  const id = newId('checkout_session');
  const created = Math.floor(Date.now() / 1000);
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: wishes.amount_total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: 'if_required',
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: created + LIFETIME_SECONDS,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: {},
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${baseUrl}/c/pay/${id}`,
    wallet_options: null,
    ...wishes,
  };
}

/** One line, with the price and product that Stripe makes up for it. `amount` is per unit, in minor units. */
export function newLineItem(line: {
  amount: number;
  currency: string;
  name: string;
  quantity: number;
  metadata: Record<string, string>;
}): LineItem {
  const total = line.amount * line.quantity;
  return {
    id: newId('line_item'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: line.currency,
    description: line.name,
    metadata: line.metadata,
    price: {
      id: newId('price'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: Math.floor(Date.now() / 1000),
      currency: line.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newId('product'),
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: line.amount,
      unit_amount_decimal: null,
    },
    quantity: line.quantity,
  };
}

/** @throws StripeApiError 404 when there is no such session. */
export function requireSession({ state }: Call, id: string): StoredSession {
  const stored = state.table('checkout_session').get(id);
  if (!stored) throw noSuch('checkout.session', id, 'session');
  return stored;
}

/** The customer has paid, or authorised what will be captured later. */
export function completeSession(call: Call, stored: StoredSession, intent: PaymentIntent): Session {
  const session: Session = {
    ...stored.session,
    customer_details: { ...noCustomerDetails, email: stored.email },
    payment_intent: intent.id,
    payment_status: intent.status === 'succeeded' ? 'paid' : 'unpaid',
    status: 'complete',
    url: null,
  };
  call.state.put('checkout_session', { ...stored, session });
  recordEvent(call, 'checkout.session.completed', session);
  return session;
}

const noCustomerDetails = {
  address: null,
  business_name: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none' as const,
  tax_ids: [],
};

/** Nobody can pay at this session any more, not even by a payment that was begun. */
export function expireSession(call: Call, stored: StoredSession): Session {
  const begun = call.state.table('payment_intent').get(stored.session.payment_intent ?? '');
  if (begun && isCancelable(begun)) cancelIntent(call, begun, 'automatic');
  const session: Session = { ...stored.session, status: 'expired', url: null };
  call.state.put('checkout_session', { ...stored, session });
  recordEvent(call, 'checkout.session.expired', session);
  return session;
}

/** Expires every open session whose time has passed. `now` is in Unix seconds. */
export function expireOverdueSessions(call: Call, now: number): void {
  for (const stored of call.state.table('checkout_session').values()) {
    const { status, expires_at: end } = stored.session;
    if (status === 'open' && end <= now) expireSession(call, stored);
  }
}

/** The session that a payment is made at, if it is made at one. */
export function sessionOf({ state }: Call, intentId: string): StoredSession | undefined {
  for (const stored of state.table('checkout_session').older()) {
    if (stored.session.payment_intent === intentId) return stored;
  }
  return undefined;
}

/** A payment that was authorised at a session has been captured. */
export function markSessionPaid(call: Call, intentId: string): void {
  const stored = sessionOf(call, intentId);
  if (!stored) return;
  call.state.put('checkout_session', { ...stored, session: { ...stored.session, payment_status: 'paid' } });
}
