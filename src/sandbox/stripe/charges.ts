import { z } from 'zod';
import { type Call, type Endpoint, endpoint } from './endpoint.js';
import { noSuch } from './errors.js';
import { newId } from './ids.js';
import { createdParameter, isWithin, page, pageParameters } from './lists.js';
import type { Charge, PaymentIntent, StoredPaymentMethod } from './objects.js';
import { text } from './parameters.js';
import { noBillingDetails } from './payment-methods.js';
import type { DeclineReason } from './test-cards.js';

/** How an attempt to charge a card went. */
export type Outcome =
  { kind: 'captured' } | { kind: 'authorized' } | { kind: 'declined'; reason: DeclineReason };

/** An attempt to charge a payment's card, kept whether or not it succeeded. */
export function addCharge(
  { state }: Call,
  intent: PaymentIntent,
  paid: StoredPaymentMethod,
  outcome: Outcome,
): Charge {
  const failure = outcome.kind === 'declined' ? outcome.reason : undefined;
  const captured = outcome.kind === 'captured';
  return state.put('charge', {
    id: newId('charge'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: noBillingDetails(),
    calculated_statement_descriptor: statement(intent),
    captured,
    created: Math.floor(Date.now() / 1000),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: failure ? declinedOutcome(failure) : authorizedOutcome,
    paid: !failure,
    payment_intent: intent.id,
    payment_method: paid.id,
    payment_method_details: { type: 'card', card: cardDetails(intent, paid) },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: failure ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  });
}

const PREFIX = 'HOOKLINE SANDBOX';

function statement({ statement_descriptor_suffix: suffix }: PaymentIntent): string {
  return suffix ? `${PREFIX.slice(0, 20 - suffix.length)}* ${suffix}` : PREFIX;
}

type CardDetails = NonNullable<NonNullable<Charge['payment_method_details']>['card']>;

const authorizedOutcome: Charge['outcome'] = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

function declinedOutcome({ code, declineCode }: DeclineReason): Charge['outcome'] {
  return {
    advice_code: code === 'processing_error' ? 'try_again_later' : 'do_not_try_again',
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'declined_by_network',
    reason: declineCode ?? code,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}

function cardDetails(intent: PaymentIntent, { method }: StoredPaymentMethod): CardDetails {
  const { card } = method;
  return {
    amount_authorized: intent.amount,
    authorization_code: null,
    brand: card?.brand ?? null,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 12,
    exp_year: card?.exp_year ?? 2099,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    network: card?.brand ?? null,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

/** @throws StripeApiError 404 when there is no such charge. */
export function requireCharge({ state }: Call, id: string, param: string): Charge {
  const charge = state.table('charge').get(id);
  if (!charge) throw noSuch('charge', id, param);
  return charge;
}

const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  customer: text().optional(),
  payment_intent: text().optional(),
});

export const chargeEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/charges', listParameters, ({ state }, query) =>
    page(state.table('charge'), query, {
      kind: 'charge',
      url: '/v1/charges',
      matches: (charge) =>
        isWithin(charge.created, query.created) &&
        (query.customer === undefined || charge.customer === query.customer) &&
        (query.payment_intent === undefined || charge.payment_intent === query.payment_intent),
    }),
  ),

  endpoint('GET', '/v1/charges/:id', z.strictObject({}), (call, _, { id }) => requireCharge(call, id, 'id')),
];
