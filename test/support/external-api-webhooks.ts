import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookSigner } from './webhook-signer.js';

const SECRETS = ['external-secret-of-the-tests', 'external-secret-of-somebody-else'] as const;

/** A callback's body: a request that is done, unless told otherwise. */
export function externalApiCallback(fields: Record<string, unknown> = {}): Buffer {
  const now = new Date().toISOString();
  return Buffer.from(
    JSON.stringify({
      request_id: `req_${randomUUID()}`,
      status: 'completed',
      result: { processed_data: 'done', metadata: {} },
      created_at: now,
      completed_at: now,
      ...fields,
    }),
  );
}

/** The external API as it calls back, with the time of signing. */
export const externalApiSigner: WebhookSigner = {
  provider: 'external-api',
  environment: { EXTERNAL_WEBHOOK_SECRETS: SECRETS[0] },
  secrets: SECRETS,
  signatureHeader: 'X-Webhook-Signature',
  coversBody: true,
  coversTime: true,
  sign({ secret = SECRETS[0], at = new Date(), body = externalApiCallback() } = {}) {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-Webhook-Signature': `sha256=${digest}`,
        'X-Webhook-Timestamp': timestamp,
      },
      body,
    };
  },
};
