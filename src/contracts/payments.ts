import type { CallOptions } from './calls.js';
import type { Currency, Money } from './money.js';

/**
 * - `requires_payment_method`: nothing to charge yet, or the last method was declined
 * - `requires_confirmation`, `requires_action`: the customer has something to do
 * - `processing`: the bank has it
 * - `requires_capture`: authorised; capture or cancel it
 * - `succeeded`, `canceled`, `failed`: final
 * - `unknown`: sent, no answer; being looked up at the provider
 */
export type PaymentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'
  | 'failed'
  | 'unknown';

/** `automatic` takes the money at once; `manual` authorises it, to be taken by `capturePayment` later. */
export type CaptureMethod = 'automatic' | 'manual';

/** A payment in provider-neutral terms. */
export interface Payment<Raw = unknown> {
  id: string;
  provider: string;
  status: PaymentStatus;
  currency: Currency;
  /** What is to be paid, in minor units. */
  amount: number;
  /** What is authorised and can still be captured, in minor units. */
  amountCapturable: number;
  /** What has been taken, before refunds, in minor units. */
  amountCaptured: number;
  /** What has been given back, in minor units. `undefined` where this answer of the provider does not say. */
  amountRefunded: number | undefined;
  captureMethod: CaptureMethod;
  customerId: string | undefined;
  description: string | undefined;
  metadata: Metadata;
  createdAt: Date;
  /** Where to send the customer next, when the status is `requires_action`. */
  redirectUrl: string | undefined;
  /** Lets the provider's own page widgets finish this payment in the customer's browser. Not for logs. */
  clientSecret: string | undefined;
  /** Why the last attempt to pay was declined, in the provider's word. */
  declineCode: string | undefined;
  /** The provider's own object, whole. */
  raw: Raw;
}

/** Your own notes on an object: order ids and the like. Limits are the provider's. */
export type Metadata = Record<string, string>;

/** Who pays: a customer known to the provider by `id`, or one to be found or made by e-mail. */
export type Customer = { id: string } | { email: string; name?: string };

export interface CreatePayment extends Money {
  /** @default 'automatic' */
  captureMethod?: CaptureMethod;
  /** The provider's id of a card or other method. With it the payment is confirmed at once. */
  paymentMethod?: string;
  customer?: Customer;
  description?: string;
  /** What the customer reads on the bank statement. */
  statementDescriptor?: string;
  metadata?: Metadata;
  /** Where the customer comes back to after a step at the bank. */
  returnUrl?: string;
}

export interface CapturePayment {
  /** Minor units, at most what is capturable; the rest is released. @default everything that is capturable */
  amount?: number;
}

export interface RefundPayment {
  /** Minor units, at most what is left of the captured amount. @default everything that is left */
  amount?: number;
  reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer';
  metadata?: Metadata;
}

export interface Refund<Raw = unknown> {
  id: string;
  provider: string;
  paymentId: string;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  currency: Currency;
  /** Minor units. */
  amount: number;
  metadata: Metadata;
  createdAt: Date;
  raw: Raw;
}

export interface ListPayments {
  /** Only payments of this customer. */
  customerId?: string;
  /** Only payments made at or after this time. */
  createdFrom?: Date;
  /** Start after this payment: the id of the last one seen. */
  after?: string;
  /** How many to ask the provider for at a time, 1 to 100. @default 100 */
  pageSize?: number;
}

export interface CheckoutLine extends Money {
  name: string;
  /** @default 1 */
  quantity?: number;
}

export interface CreateCheckout {
  /** 1 to 100 lines, all in one currency. */
  lines: readonly CheckoutLine[];
  /** Where the customer comes back to after paying. */
  successUrl: string;
  /** Where the customer comes back to after giving up. */
  cancelUrl?: string;
  captureMethod?: CaptureMethod;
  customer?: Customer;
  metadata?: Metadata;
}

/** A page at the provider where the customer pays. */
export interface Checkout<Raw = unknown> {
  id: string;
  provider: string;
  status: 'open' | 'complete' | 'expired';
  /** Send the customer here. `undefined` once it is no longer open. */
  url: string | undefined;
  /** Known from the moment that the customer pays. */
  paymentId: string | undefined;
  currency: Currency;
  /** The sum of all lines, minor units. */
  amount: number;
  metadata: Metadata;
  expiresAt: Date;
  raw: Raw;
}

/** What the provider's own objects are called in `raw`. */
export interface PaymentObjects {
  payment: unknown;
  refund: unknown;
  checkout: unknown;
}

/**
 * A company that takes payments. All methods throw an `IntegrationError` when the provider refuses or does not answer.
 * Doing what is already done (capturing a captured, cancelling a cancelled, refunding a refunded payment) succeeds.
 */
export interface PaymentProvider<Objects extends PaymentObjects = PaymentObjects> {
  createPayment(input: CreatePayment, options?: CallOptions): Promise<Payment<Objects['payment']>>;
  getPayment(id: string, options?: CallOptions): Promise<Payment<Objects['payment']>>;
  /** Newest first; asks for the next page when the loop gets there. */
  listPayments(query?: ListPayments, options?: CallOptions): AsyncIterable<Payment<Objects['payment']>>;
  capturePayment(
    id: string,
    input?: CapturePayment,
    options?: CallOptions,
  ): Promise<Payment<Objects['payment']>>;
  cancelPayment(id: string, options?: CallOptions): Promise<Payment<Objects['payment']>>;
  /** Gives back what was captured, in whole or in part, as often as something is left. */
  refundPayment(id: string, input?: RefundPayment, options?: CallOptions): Promise<Refund<Objects['refund']>>;
  createCheckout(input: CreateCheckout, options?: CallOptions): Promise<Checkout<Objects['checkout']>>;
}
