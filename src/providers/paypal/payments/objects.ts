import { z } from 'zod';

/** What is read of PayPal's objects, as they are in `raw`: nothing is changed, and what is not named here stays. */

const money = z.looseObject({ currency_code: z.string(), value: z.string() });
const time = z.iso.datetime({ offset: true });

/** What authorisations and captures have in common. Statuses are texts: PayPal adds to them. */
const attempt = {
  id: z.string(),
  status: z.string(),
  amount: money,
  status_details: z.looseObject({ reason: z.string().optional() }).optional(),
  processor_response: z.looseObject({ response_code: z.string().optional() }).optional(),
};

/** @see https://developer.paypal.com/docs/api/payments/v2/#captures_get */
export const captureObject = z.looseObject(attempt);
export type CaptureObject = z.output<typeof captureObject>;

/** @see https://developer.paypal.com/docs/api/payments/v2/#authorizations_get */
export const authorizationObject = z.looseObject(attempt);
export type AuthorizationObject = z.output<typeof authorizationObject>;

/** @see https://developer.paypal.com/docs/api/payments/v2/#refunds_get */
export const refundObject = z.looseObject({
  id: z.string(),
  status: z.string(),
  amount: money,
  custom_id: z.string().optional(),
  create_time: time,
});
export type RefundObject = z.output<typeof refundObject>;

const purchaseUnit = z.looseObject({
  reference_id: z.string().optional(),
  amount: money,
  description: z.string().optional(),
  custom_id: z.string().optional(),
  payments: z
    .looseObject({
      authorizations: z.array(authorizationObject).optional(),
      captures: z.array(captureObject).optional(),
      refunds: z.array(refundObject).optional(),
    })
    .optional(),
});

/** @see https://developer.paypal.com/docs/api/orders/v2/#orders_get */
export const orderObject = z.looseObject({
  id: z.string(),
  status: z.string(),
  intent: z.enum(['CAPTURE', 'AUTHORIZE']),
  create_time: time,
  purchase_units: z.tuple([purchaseUnit], purchaseUnit),
  payer: z.looseObject({ payer_id: z.string().optional() }).optional(),
  payment_source: z
    .looseObject({ paypal: z.looseObject({ account_id: z.string().optional() }).optional() })
    .optional(),
  links: z.array(z.looseObject({ rel: z.string(), href: z.string() })).optional(),
});
export type OrderObject = z.output<typeof orderObject>;

/** What PayPal's objects are in `raw`. A payment and a checkout both are an order. */
export interface PayPalObjects {
  payment: OrderObject;
  refund: RefundObject;
  checkout: OrderObject;
}
