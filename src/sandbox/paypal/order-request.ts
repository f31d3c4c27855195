import { z } from 'zod';

/** PayPal's money before its value is looked at. */
export const money = z.object({
  currency_code: z.string().length(3),
  value: z
    .string()
    .max(32)
    .regex(/^(-?[0-9]+|-?[0-9]*[.][0-9]+)$/),
});

/** A text of limited length. */
export const text = (max: number) => z.string().min(1).max(max);

const vaultId = z.string().regex(/^[0-9a-zA-Z_-]{1,255}$/);
const experience = z.object({ return_url: z.url().optional(), cancel_url: z.url().optional() });

/** How it is paid: with a saved PayPal account, or by a payer who is still to come. The sandbox knows no cards. */
export const paymentSource = z.strictObject({
  paypal: z.object({ vault_id: vaultId.optional(), experience_context: experience.optional() }),
});

const item = z.looseObject({
  name: text(127),
  unit_amount: money,
  tax: money.optional(),
  quantity: z.string().regex(/^[1-9][0-9]{0,9}$/),
});

const breakdown = z.object({
  item_total: money.optional(),
  shipping: money.optional(),
  handling: money.optional(),
  tax_total: money.optional(),
  insurance: money.optional(),
  shipping_discount: money.optional(),
  discount: money.optional(),
});

/** One unit of what is bought. Shipping addresses, payees and the like are kept as they came. */
export const purchaseUnit = z.looseObject({
  reference_id: text(256).optional(),
  amount: money.extend({ breakdown: breakdown.optional() }),
  description: text(127).optional(),
  custom_id: text(127).optional(),
  invoice_id: text(127).optional(),
  soft_descriptor: text(22).optional(),
  items: z.array(item).optional(),
});

/** What `POST /v2/checkout/orders` takes. @see https://developer.paypal.com/docs/api/orders/v2/#orders_create */
export const orderRequest = z.object({
  intent: z.enum(['CAPTURE', 'AUTHORIZE']),
  purchase_units: z.array(purchaseUnit).min(1).max(10),
  payment_source: paymentSource.optional(),
  application_context: experience.optional(),
});

export type OrderRequest = z.output<typeof orderRequest>;
export type PaymentSource = z.output<typeof paymentSource>;
export type UnitRequest = z.output<typeof purchaseUnit>;
