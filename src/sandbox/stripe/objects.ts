import type Stripe from 'stripe';

/** A field of Stripe's type that may hold an object or its id holds only the id where it is stored. */
type Stored<T, References extends keyof T> = Omit<T, References> & { [K in References]: string | null };

export type PaymentIntent = Stored<Stripe.PaymentIntent, 'customer' | 'latest_charge' | 'payment_method'>;
export type Charge = Stored<Stripe.Charge, 'customer' | 'payment_intent'>;
export type Refund = Stored<Stripe.Refund, 'charge' | 'customer' | 'payment_intent' | 'payment_method'>;
export type PaymentMethod = Stored<Stripe.PaymentMethod, 'customer'>;
export type Customer = Stripe.Customer;
export type LineItem = Stripe.LineItem;
export type Session = Stored<Stripe.Checkout.Session, 'customer' | 'payment_intent'>;

/** A checkout session with what Stripe keeps about it but does not show. */
export interface StoredSession {
  id: string;
  session: Session;
  lineItems: LineItem[];
  /** What the customer typed; until then, what the shop gave. */
  email: string | null;
  /** What the payment will be made with, once the customer pays. */
  intent: {
    captureMethod: PaymentIntent['capture_method'];
    description: string | null;
    metadata: Record<string, string>;
    receiptEmail: string | null;
    statementDescriptorSuffix: string | null;
  };
}

/** A payment method with the key of the test card behind it. */
export interface StoredPaymentMethod {
  id: string;
  card: string;
  method: PaymentMethod;
}

/** A customer; a deleted one keeps its id, so that reading it says so. */
export type StoredCustomer = Customer | { id: string; object: 'customer'; deleted: true };

/** Stripe's event envelope. @see https://docs.stripe.com/api/events/object */
export interface Event {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** The answer to the first request with an idempotency key. `id` is the key. */
export interface StoredAnswer {
  id: string;
  path: string;
  /** A digest of the parameters, to recognise other ones under the same key. */
  fingerprint: string;
  requestId: string;
  status: number;
  body: object;
  /** Unix seconds. */
  created: number;
}
