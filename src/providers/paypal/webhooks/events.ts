/**
 * What PayPal sends, as far as a handler mostly needs it: every object has more fields than are named here.
 * @see https://developer.paypal.com/api/rest/webhooks/event-names/
 */
export interface PayPalEvent<Type extends string = string, Resource = Readonly<Record<string, unknown>>> {
  id: string;
  event_type: Type;
  event_version?: string;
  /** RFC 3339. */
  create_time: string;
  /** `capture`, `checkout-order`, `dispute`, … */
  resource_type: string;
  resource_version?: string;
  /** For people, in English. */
  summary?: string;
  /** The object that the event is about, as it was then. */
  resource: Resource;
  links?: readonly PayPalLink[];
}

export interface PayPalLink {
  href: string;
  rel: string;
  method?: string;
}

export interface PayPalMoney {
  /** ISO 4217. */
  currency_code: string;
  /** Decimal, in major units: `100.00`. */
  value: string;
}

/** What all of PayPal's payment objects have. */
interface PayPalObject<Status extends string, Reason extends string = string> {
  id: string;
  status: Status;
  status_details?: { reason?: Reason };
  create_time?: string;
  update_time?: string;
  links?: readonly PayPalLink[];
}

interface PayPalPayment {
  amount: PayPalMoney;
  invoice_id?: string;
  /** The reference that was given when the order was made. */
  custom_id?: string;
  supplementary_data?: {
    related_ids?: { order_id?: string; authorization_id?: string; capture_id?: string };
  };
}

interface PayPalSellerProtection {
  status?: 'ELIGIBLE' | 'PARTIALLY_ELIGIBLE' | 'NOT_ELIGIBLE';
  dispute_categories?: readonly string[];
}

/** @see https://developer.paypal.com/docs/api/payments/v2/#captures_get */
export interface PayPalCapture
  extends
    PayPalObject<'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'FAILED'>,
    PayPalPayment {
  final_capture?: boolean;
  seller_protection?: PayPalSellerProtection;
  seller_receivable_breakdown?: {
    gross_amount: PayPalMoney;
    paypal_fee?: PayPalMoney;
    net_amount?: PayPalMoney;
  };
}

/** @see https://developer.paypal.com/docs/api/payments/v2/#refunds_get */
export interface PayPalRefund
  extends PayPalObject<'CANCELLED' | 'FAILED' | 'PENDING' | 'COMPLETED'>, PayPalPayment {
  note_to_payer?: string;
  seller_payable_breakdown?: {
    gross_amount?: PayPalMoney;
    paypal_fee?: PayPalMoney;
    net_amount?: PayPalMoney;
    total_refunded_amount?: PayPalMoney;
  };
}

/** @see https://developer.paypal.com/docs/api/payments/v2/#authorizations_get */
export interface PayPalAuthorization
  extends
    PayPalObject<'CREATED' | 'CAPTURED' | 'DENIED' | 'PARTIALLY_CAPTURED' | 'VOIDED' | 'PENDING'>,
    PayPalPayment {
  seller_protection?: PayPalSellerProtection;
  expiration_time?: string;
}

/** @see https://developer.paypal.com/docs/api/orders/v2/#orders_get */
export interface PayPalOrder extends PayPalObject<
  'CREATED' | 'SAVED' | 'APPROVED' | 'VOIDED' | 'COMPLETED' | 'PAYER_ACTION_REQUIRED'
> {
  intent?: 'CAPTURE' | 'AUTHORIZE';
  payer?: {
    payer_id?: string;
    email_address?: string;
    name?: { given_name?: string; surname?: string };
  };
  purchase_units?: readonly PayPalPurchaseUnit[];
}

export interface PayPalPurchaseUnit {
  reference_id?: string;
  amount?: PayPalMoney;
  invoice_id?: string;
  custom_id?: string;
  payments?: {
    authorizations?: readonly PayPalAuthorization[];
    captures?: readonly PayPalCapture[];
    refunds?: readonly PayPalRefund[];
  };
}

/** @see https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get */
export interface PayPalDispute {
  dispute_id: string;
  status:
    | 'OPEN'
    | 'WAITING_FOR_BUYER_RESPONSE'
    | 'WAITING_FOR_SELLER_RESPONSE'
    | 'UNDER_REVIEW'
    | 'RESOLVED'
    | 'OTHER';
  reason?: string;
  dispute_amount?: PayPalMoney;
  dispute_life_cycle_stage?: 'INQUIRY' | 'CHARGEBACK' | 'PRE_ARBITRATION' | 'ARBITRATION';
  dispute_channel?: string;
  disputed_transactions?: readonly {
    seller_transaction_id?: string;
    invoice_number?: string;
    custom?: string;
  }[];
  create_time?: string;
  update_time?: string;
  links?: readonly PayPalLink[];
}

/** @see https://developer.paypal.com/docs/api/subscriptions/v1/#subscriptions_get */
export interface PayPalSubscription {
  id: string;
  status?: 'APPROVAL_PENDING' | 'APPROVED' | 'ACTIVE' | 'SUSPENDED' | 'CANCELLED' | 'EXPIRED';
  plan_id?: string;
  custom_id?: string;
  quantity?: string;
  start_time?: string;
  create_time?: string;
  update_time?: string;
  links?: readonly PayPalLink[];
}

/** A payment of a subscription. Older than the other objects, with words of its own. */
export interface PayPalSale {
  id: string;
  state?: string;
  amount?: { total: string; currency: string };
  /** The subscription that it pays for. */
  billing_agreement_id?: string;
  custom?: string;
  invoice_number?: string;
  create_time?: string;
  update_time?: string;
  links?: readonly PayPalLink[];
}

type Named<Type extends string, Resource> = { [T in Type]: PayPalEvent<T, Resource> };

type CaptureEvent = `PAYMENT.CAPTURE.${'COMPLETED' | 'DECLINED' | 'DENIED' | 'PENDING'}`;
type RefundEvent = `PAYMENT.CAPTURE.${'REFUNDED' | 'REVERSED'}`;
type AuthorizationEvent = `PAYMENT.AUTHORIZATION.${'CREATED' | 'VOIDED'}`;
type OrderEvent = `CHECKOUT.ORDER.${'APPROVED' | 'COMPLETED' | 'DECLINED' | 'SAVED' | 'VOIDED'}`;
type DisputeEvent = `CUSTOMER.DISPUTE.${'CREATED' | 'UPDATED' | 'RESOLVED'}`;
type SubscriptionEvent =
  `BILLING.SUBSCRIPTION.${'CREATED' | 'ACTIVATED' | 'UPDATED' | 'EXPIRED' | 'CANCELLED' | 'SUSPENDED' | 'PAYMENT.FAILED'}`;
type SaleEvent = `PAYMENT.SALE.${'COMPLETED' | 'DENIED' | 'PENDING' | 'REFUNDED' | 'REVERSED'}`;

/** Whose objects are not described here. */
type OtherEvent =
  | 'CHECKOUT.PAYMENT-APPROVAL.REVERSED'
  | `BILLING.PLAN.${'CREATED' | 'UPDATED' | 'ACTIVATED' | 'DEACTIVATED' | 'PRICING-CHANGE.ACTIVATED'}`
  | `CATALOG.PRODUCT.${'CREATED' | 'UPDATED'}`
  | `INVOICING.INVOICE.${'CANCELLED' | 'CREATED' | 'PAID' | 'REFUNDED' | 'SCHEDULED' | 'UPDATED'}`
  | `MERCHANT.${'ONBOARDING.COMPLETED' | 'PARTNER-CONSENT.REVOKED'}`
  | `PAYMENT.PAYOUTSBATCH.${'DENIED' | 'PROCESSING' | 'SUCCESS'}`
  | `PAYMENT.PAYOUTS-ITEM.${'BLOCKED' | 'CANCELED' | 'DENIED' | 'FAILED' | 'HELD' | 'REFUNDED' | 'RETURNED' | 'SUCCEEDED' | 'UNCLAIMED'}`
  | `VAULT.PAYMENT-TOKEN.${'CREATED' | 'DELETED' | 'DELETION-INITIATED'}`;

/** The events of PayPal, by type. */
export type PayPalEventTypes = Named<CaptureEvent, PayPalCapture> &
  Named<RefundEvent, PayPalRefund> &
  Named<AuthorizationEvent, PayPalAuthorization> &
  Named<OrderEvent, PayPalOrder> &
  Named<DisputeEvent, PayPalDispute> &
  Named<SubscriptionEvent, PayPalSubscription> &
  Named<SaleEvent, PayPalSale> &
  Named<OtherEvent, Readonly<Record<string, unknown>>>;
