import { hmac } from '../../platform/signatures/hmac.js';
import { parseStandardWebhooksKey } from '../../platform/signatures/standard-webhooks-key.js';
import {
  standardWebhooksHeaders,
  type SignedMessage,
} from '../../platform/signatures/standard-webhooks-signature.js';

/**
 * The headers that prove a callback: those of Standard Webhooks, and the older `X-Webhook-Signature` over the same
 * timestamp and body, for receivers that know only an HMAC. Signed with each secret, so that a receiver may have the old
 * one or the new one.
 */
export function signatureHeaders(message: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const keys = secrets.flatMap((secret) => {
    const key = parseStandardWebhooksKey(secret);
    return key?.version === 'v1' ? [key.secret] : [];
  });
  const standard = standardWebhooksHeaders(message, keys);
  const timestamp = standard['webhook-timestamp'] ?? '';
  const plain = secrets.map((secret) =>
    hmac('sha256', secret, [timestamp, '.', message.body]).toString('hex'),
  );
  return {
    ...standard,
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': plain.map((signature) => `sha256=${signature}`).join(','),
  };
}
