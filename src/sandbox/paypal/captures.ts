import { z } from 'zod';
import { type Amount, formatMoney, minorOf, readAmount, toMoney } from './amounts.js';
import { readBody } from './body.js';
import type { Call, Endpoint } from './endpoint.js';
import { type Answer, issue, notFound, unprocessable } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import { money, text } from './order-request.js';
import { noteOnOrder } from './payments.js';
import type { StoredCapture } from './state.js';
import { now } from './time.js';
import { minimal, showCapture, showRefund } from './views.js';

const request = z.object({
  amount: money.optional(),
  invoice_id: text(127).optional(),
  custom_id: text(127).optional(),
  note_to_payer: text(255).optional(),
});

export const captureEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/payments/captures/:id',
    api: 'payments/v2',
    answer: (call) => ({ status: 200, body: showCapture(call.world, captureOf(call)) }),
  },
  { method: 'POST', path: '/v2/payments/captures/:id/refund', api: 'payments/v2', answer: refund },
  {
    method: 'GET',
    path: '/v2/payments/refunds/:id',
    api: 'payments/v2',
    answer: ({ world, id }) => {
      const stored = world.state.table('refund').get(id);
      if (!stored) throw notFound();
      return { status: 200, body: showRefund(world, stored) };
    },
  },
];

function captureOf({ world, id }: Call): StoredCapture {
  const stored = world.state.table('capture').get(id);
  if (!stored) throw notFound();
  return stored;
}

function refund(call: Call): Answer {
  const { world } = call;
  const stored = captureOf(call);
  const wish = readBody(request, call.body);
  const given = amountOf(stored, wish.amount);
  const total = BigInt(stored.refunded) + given.minor;
  const time = now();
  const id = newId();
  const made = world.state.put('refund', {
    id,
    captureId: stored.id,
    orderId: stored.orderId,
    unit: stored.unit,
    refund: {
      id,
      status: 'COMPLETED',
      amount: toMoney(given),
      ...inherited(stored, wish),
      seller_payable_breakdown: {
        gross_amount: toMoney(given),
        paypal_fee: toMoney({ ...given, minor: 0n }),
        net_amount: toMoney(given),
        total_refunded_amount: toMoney({ ...given, minor: total }),
      },
      create_time: time,
      update_time: time,
    },
  });
  const status = total === minorOf(stored.capture.amount) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  const capture = { ...stored.capture, status, update_time: time } as const;
  world.state.put('capture', { ...stored, refunded: String(total), capture });
  noteOnOrder(world, made, 'refunds');
  const shown = showRefund(world, made);
  recordEvent(world, {
    type: 'PAYMENT.CAPTURE.REFUNDED',
    resourceType: 'refund',
    summary: `A capture was refunded by ${formatMoney(toMoney(given))}`,
    resource: shown,
  });
  return { status: 201, body: call.wantsAll ? shown : minimal(shown) };
}

/** What is given back: what was asked for, or all that is left. @throws PayPalApiError 422 */
function amountOf({ capture, refunded }: StoredCapture, wish: z.output<typeof money> | undefined): Amount {
  const { currency_code: currency } = capture.amount;
  if (capture.status === 'PENDING') throw unprocessable(issue('PENDING_CAPTURE'));
  if (capture.status === 'DECLINED') throw unprocessable(issue('REFUND_NOT_ALLOWED'));
  if (capture.status === 'REFUNDED') throw unprocessable(issue('CAPTURE_FULLY_REFUNDED'));
  const left = minorOf(capture.amount) - BigInt(refunded);
  if (!wish) return { minor: left, currency };
  const amount = readAmount(wish, '/amount', 'positive');
  if (amount.currency !== currency) {
    throw unprocessable(
      issue('REFUND_CAPTURE_CURRENCY_MISMATCH', { field: '/amount/currency_code', value: amount.currency }),
    );
  }
  if (amount.minor > left) {
    throw unprocessable(issue('REFUND_AMOUNT_EXCEEDED', { field: '/amount/value', value: wish.value }));
  }
  return amount;
}

/** A refund has the invoice and the reference of its capture, unless it has its own. */
function inherited({ capture }: StoredCapture, wish: z.output<typeof request>) {
  const invoiceId = wish.invoice_id ?? capture.invoice_id;
  const customId = wish.custom_id ?? capture.custom_id;
  return {
    ...(invoiceId !== undefined && { invoice_id: invoiceId }),
    ...(customId !== undefined && { custom_id: customId }),
    ...(wish.note_to_payer !== undefined && { note_to_payer: wish.note_to_payer }),
  };
}
