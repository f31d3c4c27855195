import { z } from 'zod';
import { minorOf } from './amounts.js';
import { readBody } from './body.js';
import type { Call, Endpoint, World } from './endpoint.js';
import { type Answer, invalid, issue, notFound, PayPalApiError, unprocessable } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import { type OrderRequest, orderRequest, type PaymentSource, paymentSource } from './order-request.js';
import { PAYER } from './payer.js';
import { makeAuthorization, makeCapture } from './payments.js';
import { readUnits } from './purchase-units.js';
import type { Funding, StoredOrder } from './state.js';
import { now } from './time.js';
import { approvalUrl, showCreated, showOrder, showPaid } from './views.js';

/** PayPal accounts that are saved with every sandbox, and what becomes of a payment with them. */
const VAULT: Readonly<Record<string, Funding>> = {
  sandbox_vault_succeeds: 'balance',
  sandbox_vault_declined: 'declined',
};

const AUTHORIZE_INSTEAD =
  "Order was created with an intent to 'AUTHORIZE'. Please use v2/checkout/orders/order_id/authorize to complete the transaction or alternately Create an order with an intent of 'CAPTURE'.";

const NOT_APPROVED_FOR_AUTHORIZATION =
  "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the Create Order call.";

const payment = z.object({ payment_source: paymentSource.optional() });

export const orderEndpoints: Endpoint[] = [
  { method: 'POST', path: '/v2/checkout/orders', api: 'orders/v2', answer: create },
  {
    method: 'GET',
    path: '/v2/checkout/orders/:id',
    api: 'orders/v2',
    answer: ({ world, id }) => ({ status: 200, body: showOrder(world, orderOf(world, id)) }),
  },
  { method: 'POST', path: '/v2/checkout/orders/:id/capture', api: 'orders/v2', answer: capture },
  { method: 'POST', path: '/v2/checkout/orders/:id/authorize', api: 'orders/v2', answer: authorize },
];

/** @throws PayPalApiError 404 */
export function orderOf({ state }: World, id: string): StoredOrder {
  const order = state.table('order').get(id);
  if (!order) throw notFound();
  return order;
}

function create(call: Call): Answer {
  const { world, requestId } = call;
  const request = readBody(orderRequest, call.body);
  const { payment_source: source } = request;
  if (source && requestId === undefined) throw invalid(issue('PAYPAL_REQUEST_ID_REQUIRED'));
  const units = readUnits(request.purchase_units);
  if (request.intent === 'AUTHORIZE' && units.length > 1) {
    throw unprocessable(issue('UNSUPPORTED_INTENT', { field: '/intent', value: request.intent }));
  }
  const time = now();
  const order = world.state.put('order', {
    id: newId(),
    intent: request.intent,
    status: source ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
    units: units.map((unit) => ({ unit, authorizations: [], captures: [], refunds: [] })),
    hasSource: source !== undefined,
    ...addressesOf(request),
    create_time: time,
    update_time: time,
  });
  const made = source?.paypal.vault_id === undefined ? order : pay(world, withSource(world, order, source));
  const body = call.wantsAll ? showOrder(world, made) : showCreated(world, made);
  return { status: 201, body };
}

function addressesOf({ payment_source: source, application_context: context }: OrderRequest) {
  const { return_url: returnUrl, cancel_url: cancelUrl } = source?.paypal.experience_context ?? context ?? {};
  return { ...(returnUrl !== undefined && { returnUrl }), ...(cancelUrl !== undefined && { cancelUrl }) };
}

function capture(call: Call): Answer {
  const { world, id } = call;
  const { payment_source: source } = readBody(payment, call.body);
  const order = withSource(world, orderOf(world, id), source);
  if (order.intent === 'AUTHORIZE') {
    throw unprocessable(issue('ACTION_DOES_NOT_MATCH_INTENT', { description: AUTHORIZE_INSTEAD }));
  }
  if (order.status === 'COMPLETED') throw unprocessable(issue('ORDER_ALREADY_CAPTURED'));
  if (order.status !== 'APPROVED') throw unprocessable(issue('ORDER_NOT_APPROVED'));
  return paidAnswer(call, pay(world, order, approvalUrl(world, id)));
}

function authorize(call: Call): Answer {
  const { world, id } = call;
  const { payment_source: source } = readBody(payment, call.body);
  const order = withSource(world, orderOf(world, id), source);
  if (order.intent === 'CAPTURE') throw unprocessable(issue('ACTION_DOES_NOT_MATCH_INTENT'));
  if (order.status === 'VOIDED') throw unprocessable(issue('ORDER_COMPLETED_OR_VOIDED'));
  if (order.status === 'COMPLETED') throw unprocessable(issue('ORDER_ALREADY_AUTHORIZED'));
  if (order.status !== 'APPROVED') {
    throw unprocessable(issue('ORDER_NOT_APPROVED', { description: NOT_APPROVED_FOR_AUTHORIZATION }));
  }
  return paidAnswer(call, pay(world, order, approvalUrl(world, id)));
}

function paidAnswer({ world, wantsAll }: Call, order: StoredOrder): Answer {
  return { status: 201, body: wantsAll ? showOrder(world, order) : showPaid(world, order) };
}

/** A saved account approves by itself. @throws PayPalApiError 404 when it is not saved here */
function withSource(world: World, order: StoredOrder, source: PaymentSource | undefined): StoredOrder {
  const vaultId = source?.paypal.vault_id;
  if (vaultId === undefined || order.status === 'COMPLETED' || order.status === 'VOIDED') return order;
  const funding = VAULT[vaultId];
  if (!funding) throw notFound('/payment_source/paypal/vault_id');
  return world.state.put('order', { ...order, status: 'APPROVED', hasSource: true, funding, payer: PAYER });
}

/**
 * Takes the money, or holds it.
 * @throws PayPalApiError 422 when the instrument is declined; the payer may choose another at `redirect`
 */
function pay(world: World, order: StoredOrder, redirect?: string): StoredOrder {
  const { id: orderId, funding = 'balance' } = order;
  if (funding === 'declined') {
    throw new PayPalApiError('UNPROCESSABLE_ENTITY', [issue('INSTRUMENT_DECLINED')], redirect);
  }
  world.state.put('order', { ...order, status: 'COMPLETED', update_time: now() });
  for (const [index, { unit }] of order.units.entries()) {
    const paidFor = { orderId, unit: index };
    if (order.intent === 'AUTHORIZE') {
      makeAuthorization(world, paidFor, unit);
      continue;
    }
    makeCapture(world, {
      ...paidFor,
      amount: { minor: minorOf(unit.amount), currency: unit.amount.currency_code },
      funding,
      isFinal: true,
      invoiceId: unit.invoice_id,
      customId: unit.custom_id,
    });
  }
  const paid = orderOf(world, orderId);
  recordEvent(world, {
    type: 'CHECKOUT.ORDER.COMPLETED',
    resourceType: 'checkout-order',
    summary: 'Checkout Order Completed',
    resource: showOrder(world, paid),
  });
  return paid;
}
