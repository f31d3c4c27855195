import { WEBHOOK_SECRET } from './hookline.js';
import { stripeEvent, stripeSignature } from './stripe-webhooks.js';
import type { WebhookSigner } from './webhook-signer.js';

const SECRETS = [WEBHOOK_SECRET, 'whsec_of_somebody_else'] as const;

/** Stripe's side. */
export const stripeSigner: WebhookSigner = {
  provider: 'stripe',
  environment: { STRIPE_WEBHOOK_SECRETS: SECRETS[0] },
  secrets: SECRETS,
  signatureHeader: 'Stripe-Signature',
  coversBody: true,
  coversTime: true,
  sign({ secret = SECRETS[0], at = new Date(), body = Buffer.from(stripeEvent()) } = {}) {
    const timestamp = Math.floor(at.getTime() / 1000);
    return {
      headers: {
        'Content-Type': 'application/json',
        'Stripe-Signature': stripeSignature(body, { secret, timestamp }),
      },
      body,
    };
  },
};
