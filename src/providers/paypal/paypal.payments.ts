import { Injectable } from '@nestjs/common';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { UnprocessableError } from '../../contracts/errors.js';
import type { Money } from '../../contracts/money.js';
import type {
  CapturePayment,
  Checkout,
  CreateCheckout,
  CreatePayment,
  Payment,
  PaymentProvider,
  Refund,
  RefundPayment,
} from '../../contracts/payments.js';
import { PaymentFacet } from '../../platform/facets/facets.js';
import { LocksService } from '../../platform/locks/locks.service.js';
import { PayPalClient } from './paypal.client.js';
import { toPayPalAmount } from './payments/money.js';
import type { OrderObject, PayPalObjects, RefundObject } from './payments/objects.js';
import { checkoutRequest, paymentRequest } from './payments/order-request.js';
import { createOrder, readOrder, requireId, takeOrder } from './payments/orders.js';
import {
  latestRefund,
  openAuthorization,
  refundableCapture,
  toCheckout,
  toPayment,
  toRefund,
} from './payments/payment-mapping.js';
import { withRequestId } from './payments/request-id.js';
import {
  afterRefusedRefund,
  isAboutThePayment,
  isApproved,
  isCaptured,
  notCancellable,
  nothingCaptured,
} from './payments/settled.js';
import { captureAuthorization, refundCapture, voidAuthorization } from './payments/transactions.js';

type PayPalPayment = Payment<OrderObject>;

/**
 * Payments through PayPal's orders: a payment is an order with one purchase unit, and has its id.
 * @see https://developer.paypal.com/docs/api/orders/v2/
 * @see https://developer.paypal.com/docs/api/payments/v2/
 */
@Injectable()
@PaymentFacet('paypal')
export class PayPalPaymentProvider implements PaymentProvider<PayPalObjects> {
  constructor(
    private readonly client: PayPalClient,
    private readonly locks: LocksService,
  ) {}

  createPayment(input: CreatePayment, options: CallOptions = {}): Promise<PayPalPayment> {
    return this.perform('payments.create', options, async (paypal) => {
      const order = await createOrder(paymentRequest(input, paypal.describe()), paypal);
      // Most vaulted methods are charged at once; with others the order is only approved by that.
      const isGiven = input.paymentMethod !== undefined && order.status === 'APPROVED';
      return toPayment(isGiven ? await takeOrder(order, paypal) : order, paypal.describe());
    });
  }

  getPayment(id: string, options: CallOptions = {}): Promise<PayPalPayment> {
    return this.perform('payments.get', options, (paypal) => this.read(id, paypal));
  }

  /** PayPal has no list of orders. @throws UnprocessableError when the loop starts */
  listPayments(): AsyncIterable<PayPalPayment> {
    const message =
      'PayPal cannot list payments: its API has no list of orders. Keep the ids of the payments that you make, or write down what its webhooks tell, and read them one by one.';
    const about = { provider: 'paypal', operation: 'payments.list' };
    return {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new UnprocessableError(message, about)) }),
    };
  }

  /**
   * Takes what the customer has approved, or authorises it where the capture is `manual`. Hookline does so by itself where
   * PAYPAL_WEBHOOK_ID is set; otherwise call it when the customer comes back.
   * @returns the payment as it is, when there is nothing to do
   * @throws PaymentDeclinedError when the customer's method was declined
   */
  completePayment(id: string, options: CallOptions = {}): Promise<PayPalPayment> {
    return this.change('payments.complete', id, options, async (paypal) => {
      const payment = await this.read(id, paypal);
      if (!isApproved(payment)) return payment;
      return toPayment(await takeOrder(payment.raw, paypal), paypal.describe());
    });
  }

  capturePayment(id: string, input: CapturePayment = {}, options: CallOptions = {}): Promise<PayPalPayment> {
    return this.change('payments.capture', id, options, async (paypal) => {
      const payment = await this.read(id, paypal);
      const part = partOf(input, payment, paypal);
      if (isCaptured(payment, input, paypal.describe())) return payment;
      const order = isApproved(payment) ? await takeOrder(payment.raw, paypal) : payment.raw;
      const authorization = openAuthorization(order);
      if (!authorization) return toPayment(order, paypal.describe());
      await captureAuthorization({ id: authorization.id, paymentId: id }, part, paypal);
      return this.read(id, paypal);
    });
  }

  cancelPayment(id: string, options: CallOptions = {}): Promise<PayPalPayment> {
    return this.change('payments.cancel', id, options, async (paypal) => {
      const payment = await this.read(id, paypal);
      if (payment.status === 'canceled') return payment;
      const authorization = openAuthorization(payment.raw);
      if (payment.status !== 'requires_capture' || !authorization) {
        throw notCancellable(payment, paypal.describe());
      }
      try {
        await voidAuthorization(authorization, paypal);
        return await this.read(id, paypal);
      } catch (error) {
        if (!isAboutThePayment(error)) throw error;
        const now = await this.read(id, paypal);
        if (now.status === 'canceled') return now;
        throw error;
      }
    });
  }

  refundPayment(
    id: string,
    input: RefundPayment = {},
    options: CallOptions = {},
  ): Promise<Refund<RefundObject>> {
    return this.change('payments.refund', id, options, async (paypal) => {
      const payment = await this.read(id, paypal);
      const part = partOf(input, payment, paypal);
      const capture = refundableCapture(payment.raw);
      if (!capture) throw nothingCaptured(payment, paypal.describe());
      try {
        const refund = await refundCapture(capture, { ...input, part }, paypal);
        return toRefund(refund, id, paypal.describe());
      } catch (error) {
        if (!isAboutThePayment(error)) throw error;
        const now = await this.read(id, paypal);
        const latest = latestRefund(now.raw);
        return afterRefusedRefund(now, latest && toRefund(latest, id, paypal.describe()), input, error);
      }
    });
  }

  createCheckout(input: CreateCheckout, options: CallOptions = {}): Promise<Checkout<OrderObject>> {
    return this.perform('checkouts.create', options, async (paypal) => {
      const order = await createOrder(checkoutRequest(input, paypal.describe()), paypal);
      return toCheckout(order, paypal.describe());
    });
  }

  private perform<T>(
    operation: string,
    options: CallOptions,
    work: (paypal: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.client.perform(operation, withRequestId(options), work);
  }

  /** One change of a payment at a time, over all replicas: between the look at its state and the change nothing moves. */
  private change<T>(
    operation: string,
    id: string,
    options: CallOptions,
    work: (paypal: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.perform(operation, options, (paypal) => {
      requireId(id, paypal);
      return this.locks.run(`payment:paypal:${id}`, paypal.signal, () => work(paypal));
    });
  }

  private async read(id: string, paypal: ApiOperation): Promise<PayPalPayment> {
    return toPayment(await readOrder(id, paypal), paypal.describe());
  }
}

/** The part that is asked for, in the payment's own currency. @throws ValidationError when PayPal cannot express it */
function partOf(
  { amount }: CapturePayment | RefundPayment,
  { currency }: PayPalPayment,
  paypal: ApiOperation,
): Money | undefined {
  if (amount === undefined) return undefined;
  toPayPalAmount({ amount, currency }, paypal.describe());
  return { amount, currency };
}
