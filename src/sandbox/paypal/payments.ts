import { type Amount, formatMoney, minorOf, toMoney } from './amounts.js';
import type { World } from './endpoint.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import type { Capture, PurchaseUnit } from './objects.js';
import type { Funding, PaidFor, StoredCapture } from './state.js';
import { now, timestamp } from './time.js';
import { showAuthorization, showCapture } from './views.js';

/** PayPal honours an authorization for 29 days; in ms. */
const AUTHORIZED_FOR_MS = 29 * 86_400_000;

const PROTECTION = {
  status: 'ELIGIBLE',
  dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'],
};

/** What is to be taken, and what is written on it. */
export interface CaptureOrder extends PaidFor {
  amount: Amount;
  funding: Funding;
  authorizationId?: string;
  isFinal: boolean;
  invoiceId?: string | undefined;
  customId?: string | undefined;
}

/** Takes money; a bank transfer stays pending until it {@link settleCapture}s. */
export function makeCapture(world: World, order: CaptureOrder): StoredCapture {
  const { amount, funding, authorizationId, invoiceId, customId } = order;
  const isPending = funding === 'echeck';
  const time = now();
  const id = newId();
  const capture: Capture = {
    id,
    status: isPending ? 'PENDING' : 'COMPLETED',
    ...(isPending && { status_details: { reason: 'ECHECK' } }),
    amount: toMoney(amount),
    final_capture: order.isFinal,
    ...(invoiceId !== undefined && { invoice_id: invoiceId }),
    ...(customId !== undefined && { custom_id: customId }),
    seller_protection: PROTECTION,
    ...(!isPending && { seller_receivable_breakdown: receivable(amount) }),
    create_time: time,
    update_time: time,
  };
  const stored = world.state.put('capture', {
    id,
    orderId: order.orderId,
    unit: order.unit,
    ...(authorizationId !== undefined && { authorizationId }),
    capture,
    refunded: '0',
  });
  noteOnOrder(world, stored, 'captures');
  recordCapture(world, stored, isPending ? 'PENDING' : 'COMPLETED');
  return stored;
}

/** The bank has spoken about a pending capture. */
export function settleCapture(world: World, stored: StoredCapture, outcome: 'clear' | 'deny'): void {
  const { status_details: _settled, ...pending } = stored.capture;
  const cleared = outcome === 'clear';
  const { currency_code: currency } = pending.amount;
  const capture: Capture = {
    ...pending,
    status: cleared ? 'COMPLETED' : 'DECLINED',
    ...(cleared && {
      seller_receivable_breakdown: receivable({ minor: minorOf(pending.amount), currency }),
    }),
    update_time: now(),
  };
  const settled = world.state.put('capture', { ...stored, capture });
  recordCapture(world, settled, cleared ? 'COMPLETED' : 'DENIED');
}

/** Holds the money for a unit until it is captured or voided. */
export function makeAuthorization(world: World, paidFor: PaidFor, unit: PurchaseUnit): void {
  const { amount, invoice_id, custom_id } = unit;
  const time = now();
  const id = newId();
  const stored = world.state.put('authorization', {
    id,
    ...paidFor,
    captured: '0',
    authorization: {
      id,
      status: 'CREATED',
      amount: { currency_code: amount.currency_code, value: amount.value },
      ...(invoice_id !== undefined && { invoice_id }),
      ...(custom_id !== undefined && { custom_id }),
      seller_protection: PROTECTION,
      expiration_time: timestamp(Date.now() + AUTHORIZED_FOR_MS),
      create_time: time,
      update_time: time,
    },
  });
  noteOnOrder(world, stored, 'authorizations');
  recordEvent(world, {
    type: 'PAYMENT.AUTHORIZATION.CREATED',
    resourceType: 'authorization',
    summary: `A payment of ${formatMoney(amount)} was authorized`,
    resource: showAuthorization(world, stored),
  });
}

/** Writes on the order that something was paid for one of its units. */
export function noteOnOrder(
  { state }: World,
  { id, orderId, unit }: PaidFor & { id: string },
  kind: 'authorizations' | 'captures' | 'refunds',
): void {
  const order = state.table('order').get(orderId);
  if (!order) return;
  const units = order.units.map((entry, index) =>
    index === unit ? { ...entry, [kind]: [...entry[kind], id] } : entry,
  );
  state.put('order', { ...order, units, update_time: now() });
}

function recordCapture(
  world: World,
  stored: StoredCapture,
  became: 'COMPLETED' | 'DENIED' | 'PENDING',
): void {
  recordEvent(world, {
    type: `PAYMENT.CAPTURE.${became}`,
    resourceType: 'capture',
    summary: `A capture of ${formatMoney(stored.capture.amount)} is ${became.toLowerCase()}`,
    resource: showCapture(world, stored),
  });
}

/** PayPal's fee is taken to be 3 %, rounded down. */
function receivable(amount: Amount): NonNullable<Capture['seller_receivable_breakdown']> {
  const { minor, currency } = amount;
  const fee = (minor * 3n) / 100n;
  return {
    gross_amount: toMoney(amount),
    paypal_fee: toMoney({ minor: fee, currency }),
    net_amount: toMoney({ minor: minor - fee, currency }),
  };
}
