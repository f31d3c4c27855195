import { z } from 'zod';
import { type Amount, formatMoney, minorOf, readAmount } from './amounts.js';
import { readBody } from './body.js';
import type { Call, Endpoint } from './endpoint.js';
import { type Answer, issue, notFound, unprocessable } from './errors.js';
import { recordEvent } from './events.js';
import { money, text } from './order-request.js';
import { makeCapture } from './payments.js';
import type { StoredAuthorization } from './state.js';
import { now } from './time.js';
import { minimal, showAuthorization, showCapture } from './views.js';
import { orderOf } from './orders.js';

/** In percent of what was authorized: as much may be captured. */
const CAPTURE_LIMIT = 115n;

const captureRequest = z.object({
  amount: money.optional(),
  invoice_id: text(127).optional(),
  final_capture: z.boolean().default(false),
});

export const authorizationEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/payments/authorizations/:id',
    api: 'payments/v2',
    answer: (call) => ({ status: 200, body: showAuthorization(call.world, authorizationOf(call)) }),
  },
  { method: 'POST', path: '/v2/payments/authorizations/:id/capture', api: 'payments/v2', answer: capture },
  { method: 'POST', path: '/v2/payments/authorizations/:id/void', api: 'payments/v2', answer: voidIt },
];

function authorizationOf({ world, id }: Call): StoredAuthorization {
  const stored = world.state.table('authorization').get(id);
  if (!stored) throw notFound();
  return stored;
}

function capture(call: Call): Answer {
  const { world } = call;
  const stored = authorizationOf(call);
  const { amount: wish, invoice_id, final_capture: isFinal } = readBody(captureRequest, call.body);
  requireOpen(stored);
  const amount = amountOf(stored, wish);
  const captured = BigInt(stored.captured) + amount.minor;
  const { authorization } = stored;
  const isDone = isFinal || captured >= minorOf(authorization.amount);
  const status = isDone ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
  world.state.put('authorization', {
    ...stored,
    captured: String(captured),
    authorization: { ...authorization, status, update_time: now() },
  });
  const made = makeCapture(world, {
    orderId: stored.orderId,
    unit: stored.unit,
    authorizationId: stored.id,
    amount,
    funding: orderOf(world, stored.orderId).funding ?? 'balance',
    isFinal,
    invoiceId: invoice_id ?? authorization.invoice_id,
    customId: authorization.custom_id,
  });
  const shown = showCapture(world, made);
  return { status: 201, body: call.wantsAll ? shown : minimal(shown) };
}

/** @throws PayPalApiError 422 */
function requireOpen({ authorization: { status, expiration_time: expiry } }: StoredAuthorization): void {
  if (status === 'VOIDED') throw unprocessable(issue('AUTHORIZATION_VOIDED'));
  if (status === 'CAPTURED') throw unprocessable(issue('AUTHORIZATION_ALREADY_CAPTURED'));
  if (Date.parse(expiry) < Date.now()) throw unprocessable(issue('AUTHORIZATION_EXPIRED'));
}

/** What is taken: what was asked for, or all that is left. @throws PayPalApiError 422 */
function amountOf(
  { authorization, captured }: StoredAuthorization,
  wish: z.output<typeof money> | undefined,
): Amount {
  const authorized = minorOf(authorization.amount);
  const { currency_code: currency } = authorization.amount;
  if (!wish) return { minor: authorized - BigInt(captured), currency };
  const amount = readAmount(wish, '/amount', 'positive');
  if (amount.currency !== currency) {
    throw unprocessable(
      issue('AUTH_CAPTURE_CURRENCY_MISMATCH', { field: '/amount/currency_code', value: amount.currency }),
    );
  }
  if ((BigInt(captured) + amount.minor) * 100n > authorized * CAPTURE_LIMIT) {
    throw unprocessable(issue('MAX_CAPTURE_AMOUNT_EXCEEDED', { field: '/amount/value', value: wish.value }));
  }
  return amount;
}

/** Lets go of what is held. The order of an authorization has one unit, and is void with it. */
function voidIt(call: Call): Answer {
  const { world, wantsAll } = call;
  const stored = authorizationOf(call);
  const { status, amount } = stored.authorization;
  if (status === 'VOIDED') throw unprocessable(issue('PREVIOUSLY_VOIDED'));
  if (status === 'CAPTURED') throw unprocessable(issue('PREVIOUSLY_CAPTURED'));
  const authorization = { ...stored.authorization, status: 'VOIDED', update_time: now() } as const;
  const voided = world.state.put('authorization', { ...stored, authorization });
  const order = orderOf(world, stored.orderId);
  if (stored.captured === '0') world.state.put('order', { ...order, status: 'VOIDED', update_time: now() });
  const shown = showAuthorization(world, voided);
  recordEvent(world, {
    type: 'PAYMENT.AUTHORIZATION.VOIDED',
    resourceType: 'authorization',
    summary: `An authorization of ${formatMoney(amount)} was voided`,
    resource: shown,
  });
  return wantsAll ? { status: 200, body: shown } : { status: 204 };
}
