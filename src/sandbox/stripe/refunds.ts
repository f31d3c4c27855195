import { z } from 'zod';
import { requireCharge } from './charges.js';
import { formatAmount } from './currencies.js';
import { type Call, type Endpoint, endpoint } from './endpoint.js';
import { invalidParameter, noSuch, refused } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import { createdParameter, isWithin, page, pageParameters } from './lists.js';
import { metadata, withMetadata } from './metadata.js';
import type { Charge, Refund } from './objects.js';
import { choice, integer, text } from './parameters.js';
import { requirePaymentIntent } from './payment-intent.js';

const createParameters = z.strictObject({
  amount: integer({ min: 1 }).optional(),
  charge: text().optional(),
  payment_intent: text().optional(),
  metadata: metadata.optional(),
  reason: choice('duplicate', 'fraudulent', 'requested_by_customer').optional(),
});

const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  charge: text().optional(),
  payment_intent: text().optional(),
});

export const refundEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/refunds', createParameters, (call, wishes) => {
    const charge = chargeToRefund(call, wishes);
    const amount = amountToRefund(charge, wishes.amount);
    const refund = call.state.put('refund', newRefund(charge, amount, wishes));
    const refunded = charge.amount_refunded + amount;
    const changed = call.state.put('charge', {
      ...charge,
      amount_refunded: refunded,
      refunded: refunded === charge.amount_captured,
    });
    recordEvent(call, 'refund.created', refund);
    recordEvent(call, 'charge.refunded', changed, {
      amount_refunded: charge.amount_refunded,
      ...(changed.refunded && { refunded: false }),
    });
    return refund;
  }),

  endpoint('GET', '/v1/refunds', listParameters, ({ state }, query) =>
    page(state.table('refund'), query, {
      kind: 'refund',
      url: '/v1/refunds',
      matches: (refund) =>
        isWithin(refund.created, query.created) &&
        (query.charge === undefined || refund.charge === query.charge) &&
        (query.payment_intent === undefined || refund.payment_intent === query.payment_intent),
    }),
  ),

  endpoint('GET', '/v1/refunds/:id', z.strictObject({}), (call, _, { id }) => requireRefund(call, id)),

  endpoint(
    'POST',
    '/v1/refunds/:id',
    z.strictObject({ metadata: metadata.optional() }),
    (call, wishes, { id }) => {
      const refund = requireRefund(call, id);
      const before = refund.metadata ?? {};
      const changed = call.state.put('refund', {
        ...refund,
        metadata: withMetadata(before, wishes.metadata),
      });
      recordEvent(call, 'refund.updated', changed, { metadata: before });
      return changed;
    },
  ),
];

function requireRefund({ state }: Call, id: string): Refund {
  const refund = state.table('refund').get(id);
  if (!refund) throw noSuch('refund', id, 'refund');
  return refund;
}

function chargeToRefund(call: Call, wishes: z.output<typeof createParameters>): Charge {
  const charge = chargeNamed(call, wishes);
  if (charge.status === 'failed') throw nothingToRefund(String(charge.payment_intent));
  if (!charge.captured) throw uncaptured(call, charge);
  return charge;
}

function chargeNamed(call: Call, wishes: z.output<typeof createParameters>): Charge {
  if (wishes.charge !== undefined) return requireCharge(call, wishes.charge, 'id');
  if (wishes.payment_intent === undefined) {
    throw invalidParameter(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  }
  const intent = requirePaymentIntent(call, wishes.payment_intent, 'payment_intent');
  if (!intent.latest_charge) throw nothingToRefund(intent.id);
  return requireCharge(call, intent.latest_charge, 'id');
}

function nothingToRefund(intentId: string): Error {
  return refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
}

function uncaptured(call: Call, charge: Charge): Error {
  const intent = requirePaymentIntent(call, String(charge.payment_intent), 'payment_intent');
  if (intent.status === 'canceled') return nothingToRefund(intent.id);
  return refused(
    `This uncaptured Charge was created by a PaymentIntent (${intent.id}). You must cancel the PaymentIntent to ` +
      'reverse the authorization instead of refunding the Charge directly. For more information, see ' +
      'https://stripe.com/docs/payments/place-a-hold-on-a-payment-method',
  );
}

function amountToRefund(charge: Charge, wished: number | undefined): number {
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = wished ?? left;
  if (amount <= left) return amount;
  const { currency } = charge;
  throw refused(
    `Refund amount (${formatAmount(amount, currency)}) is greater than unrefunded amount on charge ` +
      `(${formatAmount(left, currency)})`,
    { param: 'amount' },
  );
}

function newRefund(charge: Charge, amount: number, wishes: z.output<typeof createParameters>): Refund {
  return {
    id: newId('refund'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: Math.floor(Date.now() / 1000),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: withMetadata({}, wishes.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: wishes.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}
