import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError } from '../../contracts/errors.js';
import type {
  CapturePayment,
  Checkout,
  CreateCheckout,
  CreatePayment,
  ListPayments,
  Payment,
  PaymentProvider,
  Refund,
  RefundPayment,
} from '../../contracts/payments.js';
import { PaymentFacet } from '../../platform/facets/facets.js';
import { LocksService } from '../../platform/locks/locks.service.js';
import { StripeClient, type StripeOperation } from './stripe.client.js';
import { StripeCustomers } from './payments/customers.js';
import { toStripeAmount } from './payments/money.js';
import { toCheckout, toPayment, toRefund, type StripeObjects } from './payments/payment-mapping.js';
import {
  WITH_CHARGE,
  checkoutParams,
  pageParams,
  paymentParams,
  refundParams,
} from './payments/payment-params.js';
import { referenceOf, withReference } from './payments/reference.js';
import {
  afterRefusedCancel,
  afterRefusedCapture,
  afterRefusedRefund,
  isAboutThePayment,
} from './payments/refused.js';

type StripePayment = Payment<Stripe.PaymentIntent>;

/** Payments through Stripe's PaymentIntents. @see https://docs.stripe.com/api/payment_intents */
@Injectable()
@PaymentFacet('stripe')
export class StripePaymentProvider implements PaymentProvider<StripeObjects> {
  constructor(
    private readonly client: StripeClient,
    private readonly customers: StripeCustomers,
    private readonly locks: LocksService,
  ) {}

  createPayment(input: CreatePayment, options: CallOptions = {}): Promise<StripePayment> {
    return this.client.perform('payments.create', options, async (stripe) => {
      const paramsFor = (customerId?: string) =>
        withReference(paymentParams(input, customerId, stripe.describe()), stripe);
      // Everything that can be refused here is refused before a customer is made.
      paramsFor();
      const params = paramsFor(await this.customers.idOf(input.customer, stripe));
      const intent = await stripe.call(
        '/v1/payment_intents',
        (sdk) => sdk.paymentIntents.create(params),
        referenceOf(params),
      );
      return toPayment(intent, stripe.describe());
    });
  }

  getPayment(id: string, options: CallOptions = {}): Promise<StripePayment> {
    return this.client.perform('payments.get', options, (stripe) => this.read(id, stripe));
  }

  /** The deadline of `options` is that of one page, so that a slow loop over many does not run out of time. */
  async *listPayments(
    query: ListPayments = {},
    options: CallOptions = {},
  ): AsyncGenerator<StripePayment, void> {
    let after = query.after;
    for (;;) {
      const params = pageParams(query, after);
      const page = await this.client.perform('payments.list', options, async (stripe) => {
        const list = await stripe.call('/v1/payment_intents', (sdk) => sdk.paymentIntents.list(params));
        return {
          more: list.has_more,
          payments: list.data.map((intent) => toPayment(intent, stripe.describe())),
        };
      });
      yield* page.payments;
      after = page.payments.at(-1)?.id;
      if (!page.more || !after) return;
    }
  }

  capturePayment(id: string, input: CapturePayment = {}, options: CallOptions = {}): Promise<StripePayment> {
    return this.change('payments.capture', id, options, async (stripe) => {
      const amount = await this.stripeAmount(id, input.amount, stripe);
      try {
        const params = { ...WITH_CHARGE, ...(amount !== undefined && { amount_to_capture: amount }) };
        const intent = await stripe.call('/v1/payment_intents/:id/capture', (sdk) =>
          sdk.paymentIntents.capture(id, params),
        );
        return toPayment(intent, stripe.describe());
      } catch (error) {
        if (!isAboutThePayment(error)) throw error;
        return afterRefusedCapture(await this.read(id, stripe), input, error);
      }
    });
  }

  cancelPayment(id: string, options: CallOptions = {}): Promise<StripePayment> {
    return this.change('payments.cancel', id, options, async (stripe) => {
      try {
        const intent = await stripe.call('/v1/payment_intents/:id/cancel', (sdk) =>
          sdk.paymentIntents.cancel(id, WITH_CHARGE),
        );
        return toPayment(intent, stripe.describe());
      } catch (error) {
        if (!isAboutThePayment(error)) throw error;
        return afterRefusedCancel(await this.read(id, stripe), error);
      }
    });
  }

  refundPayment(
    id: string,
    input: RefundPayment = {},
    options: CallOptions = {},
  ): Promise<Refund<Stripe.Refund>> {
    return this.change('payments.refund', id, options, async (stripe) => {
      const amount = await this.stripeAmount(id, input.amount, stripe);
      const params = withReference(refundParams(id, input, amount), stripe);
      try {
        const refund = await stripe.call(
          '/v1/refunds',
          (sdk) => sdk.refunds.create(params),
          referenceOf(params),
        );
        return toRefund(refund, id, stripe.describe());
      } catch (error) {
        if (!isAboutThePayment(error)) throw error;
        const [payment, latest] = [await this.read(id, stripe), await this.latestRefund(id, stripe)];
        return afterRefusedRefund(payment, latest, input, error);
      }
    });
  }

  createCheckout(
    input: CreateCheckout,
    options: CallOptions = {},
  ): Promise<Checkout<Stripe.Checkout.Session>> {
    return this.client.perform('checkouts.create', options, async (stripe) => {
      const paramsFor = (customerId?: string) =>
        withReference(checkoutParams(input, customerId, stripe.describe()), stripe);
      paramsFor();
      const params = paramsFor(await this.customers.idOf(input.customer, stripe));
      const session = await stripe.call(
        '/v1/checkout/sessions',
        (sdk) => sdk.checkout.sessions.create(params),
        referenceOf(params),
      );
      return toCheckout(session, stripe.describe());
    });
  }

  /** One change of a payment at a time, over all replicas: between a refusal and the look at the state nothing moves. */
  private change<T>(
    operation: string,
    id: string,
    options: CallOptions,
    work: (stripe: StripeOperation) => Promise<T>,
  ): Promise<T> {
    return this.client.perform(operation, options, (stripe) => {
      requireId(id, stripe);
      return this.locks.run(`payment:stripe:${id}`, stripe.signal, () => work(stripe));
    });
  }

  private async read(id: string, stripe: StripeOperation): Promise<StripePayment> {
    requireId(id, stripe);
    const intent = await stripe.call('/v1/payment_intents/:id', (sdk) =>
      sdk.paymentIntents.retrieve(id, WITH_CHARGE),
    );
    return toPayment(intent, stripe.describe());
  }

  /** Only the payment knows its currency, and only the currency knows how Stripe counts. */
  private async stripeAmount(
    id: string,
    amount: number | undefined,
    stripe: StripeOperation,
  ): Promise<number | undefined> {
    if (amount === undefined) return undefined;
    const { currency } = await this.read(id, stripe);
    return toStripeAmount({ amount, currency }, stripe.describe());
  }

  private async latestRefund(
    id: string,
    stripe: StripeOperation,
  ): Promise<Refund<Stripe.Refund> | undefined> {
    const { data } = await stripe.call('/v1/refunds', (sdk) => sdk.refunds.list({ payment_intent: id }));
    return data
      .map((refund) => toRefund(refund, id, stripe.describe()))
      .find(({ status }) => status !== 'failed' && status !== 'canceled');
  }
}

/** Stripe's ids are word characters; anything else names nothing there, and has no business in a path or a table. */
function requireId(id: string, stripe: StripeOperation): void {
  if (/^\w{1,255}$/.test(id)) return;
  throw new NotFoundError(`Stripe has no payment ${JSON.stringify(id)}.`, stripe.describe());
}
