import type { Checkout, Payment, Refund } from '../contracts/payments.js';

/** Payments as the HTTP API shows them: `snake_case`, times in UTC, `null` for what is not known. */

export function presentPayment(payment: Payment) {
  return {
    id: payment.id,
    provider: payment.provider,
    status: payment.status,
    amount: payment.amount,
    currency: payment.currency,
    amount_capturable: payment.amountCapturable,
    amount_captured: payment.amountCaptured,
    amount_refunded: payment.amountRefunded ?? null,
    capture_method: payment.captureMethod,
    customer: payment.customerId ?? null,
    description: payment.description ?? null,
    metadata: payment.metadata,
    redirect_url: payment.redirectUrl ?? null,
    decline_code: payment.declineCode ?? null,
    created_at: payment.createdAt.toISOString(),
    raw: withoutSecret(payment.raw, payment.clientSecret),
  };
}

/** With the client secret, which only whoever makes the payment is shown, to finish it in the customer's browser. */
export function presentNewPayment(payment: Payment) {
  return { ...presentPayment(payment), client_secret: payment.clientSecret ?? null, raw: payment.raw };
}

export function presentRefund(refund: Refund) {
  return {
    id: refund.id,
    provider: refund.provider,
    payment_id: refund.paymentId,
    status: refund.status,
    amount: refund.amount,
    currency: refund.currency,
    metadata: refund.metadata,
    created_at: refund.createdAt.toISOString(),
    raw: refund.raw,
  };
}

export function presentCheckout(checkout: Checkout) {
  return {
    id: checkout.id,
    provider: checkout.provider,
    status: checkout.status,
    url: checkout.url ?? null,
    payment_id: checkout.paymentId ?? null,
    amount: checkout.amount,
    currency: checkout.currency,
    metadata: checkout.metadata,
    expires_at: checkout.expiresAt.toISOString(),
    raw: checkout.raw,
  };
}

/** The provider's object holds the secret, too, under a name that only the provider knows. */
function withoutSecret(raw: unknown, secret: string | undefined): unknown {
  if (secret === undefined) return raw;
  const json = JSON.stringify(raw, (_name, value: unknown) => (value === secret ? undefined : value));
  return JSON.parse(json) as unknown;
}
