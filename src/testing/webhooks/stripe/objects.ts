import { randomBytes } from 'node:crypto';

type StripeObject = Record<string, unknown>;

/** How the ids of objects begin. @default the first letters of the object's name */
const PREFIXES: Readonly<Record<string, string>> = {
  account: 'acct',
  charge: 'ch',
  'checkout.session': 'cs_test',
  customer: 'cus',
  dispute: 'du',
  invoice: 'in',
  payment_intent: 'pi',
  payment_method: 'pm',
  payout: 'po',
  price: 'price',
  product: 'prod',
  refund: 're',
  setup_intent: 'seti',
  subscription: 'sub',
};

/** The fields of an object that most handlers read, beyond id, metadata and time. Amounts in cents. */
const FIELDS: Readonly<Record<string, StripeObject>> = {
  account: { charges_enabled: true, country: 'US', default_currency: 'usd', payouts_enabled: true },
  charge: {
    amount: 2_500,
    amount_captured: 2_500,
    amount_refunded: 0,
    captured: true,
    currency: 'usd',
    paid: true,
    payment_intent: 'pi_3Testing',
    refunded: false,
    status: 'succeeded',
  },
  'checkout.session': {
    amount_total: 2_500,
    client_reference_id: null,
    currency: 'usd',
    customer_details: { email: 'customer@example.com', name: 'A Customer' },
    mode: 'payment',
    payment_intent: 'pi_3Testing',
    payment_status: 'paid',
    status: 'complete',
  },
  customer: { email: 'customer@example.com', name: 'A Customer', balance: 0, delinquent: false },
  dispute: {
    amount: 2_500,
    charge: 'ch_3Testing',
    currency: 'usd',
    payment_intent: 'pi_3Testing',
    reason: 'fraudulent',
    status: 'needs_response',
  },
  invoice: {
    amount_due: 2_500,
    amount_paid: 2_500,
    amount_remaining: 0,
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    currency: 'usd',
    customer: 'cus_Testing',
    status: 'paid',
    total: 2_500,
  },
  payment_intent: {
    amount: 2_500,
    amount_capturable: 0,
    amount_received: 2_500,
    capture_method: 'automatic',
    currency: 'usd',
    customer: null,
    last_payment_error: null,
    latest_charge: 'ch_3Testing',
    payment_method_types: ['card'],
    status: 'succeeded',
  },
  payment_method: { type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2_034 } },
  payout: { amount: 10_000, currency: 'usd', method: 'standard', status: 'paid', type: 'bank_account' },
  price: { active: true, currency: 'usd', product: 'prod_Testing', type: 'recurring', unit_amount: 2_500 },
  product: { active: true, name: 'Teapot' },
  refund: {
    amount: 2_500,
    charge: 'ch_3Testing',
    currency: 'usd',
    payment_intent: 'pi_3Testing',
    reason: null,
    status: 'succeeded',
  },
  setup_intent: { payment_method: 'pm_1Testing', status: 'succeeded', usage: 'off_session' },
  subscription: {
    cancel_at_period_end: false,
    collection_method: 'charge_automatically',
    currency: 'usd',
    customer: 'cus_Testing',
    items: { object: 'list', data: [], has_more: false, url: '/v1/subscription_items' },
    status: 'active',
  },
};

/** What an event of this type says otherwise of its object. */
const STATES: Readonly<Record<string, StripeObject>> = {
  'charge.failed': { amount_captured: 0, captured: false, paid: false, status: 'failed' },
  'charge.pending': { captured: false, paid: false, status: 'pending' },
  'charge.refunded': { amount_refunded: 2_500, refunded: true },
  'charge.dispute.closed': { status: 'won' },
  'checkout.session.async_payment_failed': { payment_status: 'unpaid' },
  'checkout.session.expired': { payment_intent: null, payment_status: 'unpaid', status: 'expired' },
  'customer.subscription.deleted': { status: 'canceled' },
  'customer.subscription.paused': { status: 'paused' },
  'customer.subscription.trial_will_end': { status: 'trialing' },
  'invoice.created': { amount_paid: 0, amount_remaining: 2_500, status: 'draft' },
  'invoice.finalized': { amount_paid: 0, amount_remaining: 2_500, status: 'open' },
  'invoice.payment_failed': { amount_paid: 0, amount_remaining: 2_500, status: 'open' },
  'invoice.voided': { amount_paid: 0, status: 'void' },
  'payment_intent.amount_capturable_updated': {
    amount_capturable: 2_500,
    amount_received: 0,
    capture_method: 'manual',
    status: 'requires_capture',
  },
  'payment_intent.canceled': { amount_received: 0, latest_charge: null, status: 'canceled' },
  'payment_intent.created': { amount_received: 0, latest_charge: null, status: 'requires_payment_method' },
  'payment_intent.payment_failed': {
    amount_received: 0,
    last_payment_error: {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
    },
    status: 'requires_payment_method',
  },
  'payment_intent.processing': { amount_received: 0, status: 'processing' },
  'payment_intent.requires_action': { amount_received: 0, latest_charge: null, status: 'requires_action' },
  'payout.failed': { failure_code: 'account_closed', status: 'failed' },
  'payout.canceled': { status: 'canceled' },
  'payout.created': { status: 'pending' },
  'refund.failed': { failure_reason: 'lost_or_stolen_card', status: 'failed' },
  'setup_intent.canceled': { status: 'canceled' },
  'setup_intent.requires_action': { status: 'requires_action' },
  'setup_intent.setup_failed': { status: 'requires_payment_method' },
};

/**
 * An object as an event of that type brings it along. Of an object that is not among those above, what all have: id, kind,
 * time, mode and metadata.
 * @param created in Unix seconds
 */
export function stripeObject(type: string, object: string, created: number): StripeObject {
  return {
    id: `${PREFIXES[object] ?? object.replaceAll(/[^a-z]/g, '').slice(0, 6)}_${testId()}`,
    object,
    created,
    livemode: false,
    metadata: {},
    ...FIELDS[object],
    ...STATES[type],
  };
}

/** The part of an id of Stripe's that differs each time. */
export function testId(): string {
  return `1Test${randomBytes(10).toString('hex')}`;
}
