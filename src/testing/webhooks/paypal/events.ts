import { randomBytes } from 'node:crypto';
import type { WebhookType } from '../../../contracts/webhooks.js';

type Resource = Readonly<Record<string, unknown>>;

const AMOUNT = { currency_code: 'USD', value: '25.00' };
const paypalId = () => randomBytes(9).toString('hex').slice(0, 17).toUpperCase();
const payment = (status: string): Resource => ({
  id: paypalId(),
  status,
  amount: AMOUNT,
  invoice_id: 'INV-1001',
  custom_id: 'order-1001',
  supplementary_data: { related_ids: { order_id: paypalId() } },
});
const order = (status: string): Resource => ({
  id: paypalId(),
  status,
  intent: 'CAPTURE',
  payer: {
    payer_id: 'TESTPAYER0001',
    email_address: 'customer@example.com',
    name: { given_name: 'A', surname: 'Customer' },
  },
  purchase_units: [{ reference_id: 'default', amount: AMOUNT, custom_id: 'order-1001' }],
});
const dispute = (status: string): Resource => ({
  dispute_id: `PP-D-${randomBytes(3).readUIntBE(0, 3)}`,
  status,
  reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  dispute_amount: AMOUNT,
  dispute_life_cycle_stage: 'INQUIRY',
  dispute_channel: 'INTERNAL',
  disputed_transactions: [{ seller_transaction_id: paypalId() }],
});
const subscription = (status: string): Resource => ({
  id: `I-${paypalId().slice(0, 12)}`,
  status,
  plan_id: 'P-5ML4271244454362WXNWU5NQ',
  quantity: '1',
});
const sale = (state: string): Resource => ({
  id: paypalId(),
  state,
  amount: { total: '25.00', currency: 'USD' },
  billing_agreement_id: 'I-BW452GLLEP1G',
});
const other = (): Resource => ({ id: paypalId() });

/** How the resource of each event is made, by what it is about. Those of `other` have no more than an id. */
const RESOURCES: readonly (readonly [
  resourceType: string,
  make: (status: string) => Resource,
  events: Readonly<Partial<Record<WebhookType<'paypal'>, string>>>,
])[] = [
  [
    'capture',
    payment,
    {
      'PAYMENT.CAPTURE.COMPLETED': 'COMPLETED',
      'PAYMENT.CAPTURE.DECLINED': 'DECLINED',
      'PAYMENT.CAPTURE.DENIED': 'DECLINED',
      'PAYMENT.CAPTURE.PENDING': 'PENDING',
    },
  ],
  ['refund', payment, { 'PAYMENT.CAPTURE.REFUNDED': 'COMPLETED', 'PAYMENT.CAPTURE.REVERSED': 'COMPLETED' }],
  [
    'authorization',
    payment,
    { 'PAYMENT.AUTHORIZATION.CREATED': 'CREATED', 'PAYMENT.AUTHORIZATION.VOIDED': 'VOIDED' },
  ],
  [
    'checkout-order',
    order,
    {
      'CHECKOUT.ORDER.APPROVED': 'APPROVED',
      'CHECKOUT.ORDER.COMPLETED': 'COMPLETED',
      'CHECKOUT.ORDER.DECLINED': 'VOIDED',
      'CHECKOUT.ORDER.SAVED': 'SAVED',
      'CHECKOUT.ORDER.VOIDED': 'VOIDED',
    },
  ],
  [
    'dispute',
    dispute,
    {
      'CUSTOMER.DISPUTE.CREATED': 'OPEN',
      'CUSTOMER.DISPUTE.UPDATED': 'UNDER_REVIEW',
      'CUSTOMER.DISPUTE.RESOLVED': 'RESOLVED',
    },
  ],
  [
    'subscription',
    subscription,
    {
      'BILLING.SUBSCRIPTION.CREATED': 'APPROVAL_PENDING',
      'BILLING.SUBSCRIPTION.ACTIVATED': 'ACTIVE',
      'BILLING.SUBSCRIPTION.UPDATED': 'ACTIVE',
      'BILLING.SUBSCRIPTION.EXPIRED': 'EXPIRED',
      'BILLING.SUBSCRIPTION.CANCELLED': 'CANCELLED',
      'BILLING.SUBSCRIPTION.SUSPENDED': 'SUSPENDED',
      'BILLING.SUBSCRIPTION.PAYMENT.FAILED': 'ACTIVE',
    },
  ],
  [
    'sale',
    sale,
    {
      'PAYMENT.SALE.COMPLETED': 'completed',
      'PAYMENT.SALE.DENIED': 'denied',
      'PAYMENT.SALE.PENDING': 'pending',
      'PAYMENT.SALE.REFUNDED': 'refunded',
      'PAYMENT.SALE.REVERSED': 'reversed',
    },
  ],
  ['checkout', other, { 'CHECKOUT.PAYMENT-APPROVAL.REVERSED': '' }],
  [
    'plan',
    other,
    {
      'BILLING.PLAN.CREATED': '',
      'BILLING.PLAN.UPDATED': '',
      'BILLING.PLAN.ACTIVATED': '',
      'BILLING.PLAN.DEACTIVATED': '',
      'BILLING.PLAN.PRICING-CHANGE.ACTIVATED': '',
    },
  ],
  ['product', other, { 'CATALOG.PRODUCT.CREATED': '', 'CATALOG.PRODUCT.UPDATED': '' }],
  [
    'invoices',
    other,
    {
      'INVOICING.INVOICE.CANCELLED': '',
      'INVOICING.INVOICE.CREATED': '',
      'INVOICING.INVOICE.PAID': '',
      'INVOICING.INVOICE.REFUNDED': '',
      'INVOICING.INVOICE.SCHEDULED': '',
      'INVOICING.INVOICE.UPDATED': '',
    },
  ],
  [
    'merchant-onboarding',
    other,
    { 'MERCHANT.ONBOARDING.COMPLETED': '', 'MERCHANT.PARTNER-CONSENT.REVOKED': '' },
  ],
  [
    'payouts',
    other,
    {
      'PAYMENT.PAYOUTSBATCH.DENIED': '',
      'PAYMENT.PAYOUTSBATCH.PROCESSING': '',
      'PAYMENT.PAYOUTSBATCH.SUCCESS': '',
    },
  ],
  [
    'payouts_item',
    other,
    {
      'PAYMENT.PAYOUTS-ITEM.BLOCKED': '',
      'PAYMENT.PAYOUTS-ITEM.CANCELED': '',
      'PAYMENT.PAYOUTS-ITEM.DENIED': '',
      'PAYMENT.PAYOUTS-ITEM.FAILED': '',
      'PAYMENT.PAYOUTS-ITEM.HELD': '',
      'PAYMENT.PAYOUTS-ITEM.REFUNDED': '',
      'PAYMENT.PAYOUTS-ITEM.RETURNED': '',
      'PAYMENT.PAYOUTS-ITEM.SUCCEEDED': '',
      'PAYMENT.PAYOUTS-ITEM.UNCLAIMED': '',
    },
  ],
  [
    'payment_token',
    other,
    {
      'VAULT.PAYMENT-TOKEN.CREATED': '',
      'VAULT.PAYMENT-TOKEN.DELETED': '',
      'VAULT.PAYMENT-TOKEN.DELETION-INITIATED': '',
    },
  ],
];

const MAKERS = new Map(
  RESOURCES.flatMap(([resourceType, make, events]) =>
    Object.entries(events).map(
      ([type, status]) => [type, { resourceType, make: () => make(status) }] as const,
    ),
  ),
);

/** The types that there is a resource for. */
export const PAYPAL_TYPES: readonly string[] = [...MAKERS.keys()];

/** An event of PayPal. One that is not listed has a resource with no more than an id. */
export function paypalEvent(type: string, at: Date): Readonly<Record<string, unknown>> {
  const { resourceType, make } = MAKERS.get(type) ?? { resourceType: 'other', make: other };
  return {
    id: `WH-${paypalId()}-${paypalId()}`,
    event_version: '1.0',
    create_time: at.toISOString(),
    resource_type: resourceType,
    resource_version: '2.0',
    event_type: type,
    summary: `An event of the tests: ${type}`,
    resource: { ...make(), create_time: at.toISOString(), update_time: at.toISOString() },
    links: [],
  };
}
