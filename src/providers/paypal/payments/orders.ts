import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import { IdempotencyConflictError, NotFoundError, PaymentDeclinedError } from '../../../contracts/errors.js';
import { orderObject, type OrderObject } from './objects.js';
import type { OrderRequest } from './order-request.js';
import { declineCodeOf } from './payment-mapping.js';

/** The calls of Orders v2. @see https://developer.paypal.com/docs/api/orders/v2/ */

/** Asks for the whole object, not only its id and status. */
export const WHOLE = { prefer: 'return=representation' };

/**
 * Makes an order.
 * @throws IdempotencyConflictError when PayPal answers with one that was made of something else under the same key
 * @throws PaymentDeclinedError when it was to be paid at once and was declined
 */
export async function createOrder(
  { body, reference }: OrderRequest,
  paypal: ApiOperation,
): Promise<OrderObject> {
  const order = await paypal.call({
    method: 'POST',
    path: '/v2/checkout/orders',
    headers: WHOLE,
    json: body,
    answer: orderObject,
  });
  if (order.purchase_units[0].reference_id !== reference) throw keyReused(paypal);
  refuseDeclined(order, paypal);
  return order;
}

/** @throws NotFoundError when PayPal has no such order, or has it no longer */
export async function readOrder(id: string, paypal: ApiOperation): Promise<OrderObject> {
  requireId(id, paypal);
  return paypal.call({
    method: 'GET',
    path: '/v2/checkout/orders/:id',
    params: { id },
    answer: orderObject,
  });
}

/**
 * Takes the money of an approved order, or authorises it where that is what it was made for.
 * @throws PaymentDeclinedError when the customer's method was declined
 */
export async function takeOrder(
  { id, intent }: Pick<OrderObject, 'id' | 'intent'>,
  paypal: ApiOperation,
): Promise<OrderObject> {
  const step = intent === 'CAPTURE' ? 'capture' : 'authorize';
  const order = await paypal.call({
    method: 'POST',
    path: `/v2/checkout/orders/:id/${step}`,
    params: { id },
    headers: WHOLE,
    json: {},
    step,
    answer: orderObject,
  });
  refuseDeclined(order, paypal);
  return order;
}

/** PayPal's ids are capital letters and digits; anything else names nothing there, and has no business in a path. */
export function requireId(id: string, paypal: ApiOperation): void {
  if (/^[A-Z0-9]{1,36}$/.test(id)) return;
  throw new NotFoundError(`PayPal has no payment ${JSON.stringify(id.slice(0, 50))}.`, paypal.describe());
}

/** PayPal gave the result of an earlier request, which asked for something else. */
export function keyReused(paypal: ApiOperation): IdempotencyConflictError {
  return new IdempotencyConflictError(
    `The idempotency key of ${paypal.describe().operation} was used before for something else. Take a new key.`,
    paypal.describe(),
  );
}

/** A declined order comes as a success. */
function refuseDeclined(order: OrderObject, paypal: ApiOperation): void {
  const code = declineCodeOf(order);
  if (code === undefined) return;
  throw new PaymentDeclinedError(
    `PayPal declined ${order.id} (${code}). Ask the customer for another way to pay.`,
    paypal.describe(),
    code,
    order.id,
  );
}
