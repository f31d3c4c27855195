import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header of a body. `timestamp` is in Unix seconds.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function signatureHeader(body: string, secret: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}
