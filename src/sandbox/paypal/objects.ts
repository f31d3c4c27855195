/** PayPal's objects as the sandbox keeps and shows them. @see https://developer.paypal.com/docs/api/orders/v2/ */

/** Decimal text in major units: `{ currency_code: 'EUR', value: '19.90' }`. */
export interface Money {
  currency_code: string;
  value: string;
}

export interface Link {
  href: string;
  rel: string;
  method: 'GET' | 'PATCH' | 'POST';
}

export interface Payer {
  name: { given_name: string; surname: string };
  email_address: string;
  payer_id: string;
  address: { country_code: string };
}

export interface Capture {
  id: string;
  status: 'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED';
  status_details?: { reason: 'ECHECK' };
  amount: Money;
  final_capture: boolean;
  invoice_id?: string;
  custom_id?: string;
  seller_protection: { status: string; dispute_categories: string[] };
  seller_receivable_breakdown?: { gross_amount: Money; paypal_fee: Money; net_amount: Money };
  create_time: string;
  update_time: string;
}

export interface Authorization {
  id: string;
  status: 'CAPTURED' | 'CREATED' | 'PARTIALLY_CAPTURED' | 'VOIDED';
  amount: Money;
  invoice_id?: string;
  custom_id?: string;
  seller_protection: { status: string; dispute_categories: string[] };
  expiration_time: string;
  create_time: string;
  update_time: string;
}

export interface Refund {
  id: string;
  status: 'COMPLETED';
  amount: Money;
  invoice_id?: string;
  custom_id?: string;
  note_to_payer?: string;
  seller_payable_breakdown: {
    gross_amount: Money;
    paypal_fee: Money;
    net_amount: Money;
    total_refunded_amount: Money;
  };
  create_time: string;
  update_time: string;
}

/** What is bought from one seller, as it was asked for, with its amounts as PayPal spells them. */
export interface PurchaseUnit {
  reference_id: string;
  amount: Money & { breakdown?: Readonly<Record<string, Money>> };
  invoice_id?: string;
  custom_id?: string;
  description?: string;
  items?: readonly { name: string; quantity: string; unit_amount: Money; tax?: Money }[];
  [more: string]: unknown;
}

/** An object with the links that PayPal shows it with. */
export type Linked<T> = T & { links: Link[] };

/** An order as `GET /v2/checkout/orders/{id}` shows it. */
export interface Order {
  id: string;
  intent: 'AUTHORIZE' | 'CAPTURE';
  status: 'APPROVED' | 'COMPLETED' | 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'VOIDED';
  payment_source?: { paypal: Record<string, unknown> };
  payer?: Payer;
  purchase_units: (PurchaseUnit & {
    payments?: {
      authorizations?: Linked<Authorization>[];
      captures?: Linked<Capture>[];
      refunds?: Linked<Refund>[];
    };
  })[];
  create_time: string;
  update_time: string;
  links: Link[];
}

/** Something that happened, as it is delivered and listed. */
export interface PayPalEvent {
  id: string;
  event_version: '1.0';
  create_time: string;
  resource_type: string;
  resource_version: '2.0';
  event_type: string;
  summary: string;
  resource: object;
  links: Link[];
}
