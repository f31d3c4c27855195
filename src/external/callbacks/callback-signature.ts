import { hmac } from '../../webhooks/sources/generic/hmac-signature.js';
import { parseStandardWebhooksKey } from '../../webhooks/sources/generic/standard-webhooks-key.js';

/** What is signed. */
interface Callback {
  /** The same on every attempt. */
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
}

/**
 * The headers that prove a callback: those of Standard Webhooks, and the older `X-Webhook-Signature` over the same
 * timestamp and body, for receivers that know only an HMAC. Signed with each secret, so that a receiver may have the old
 * one or the new one.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders(
  { id, body, sentAt }: Callback,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const keys = secrets.flatMap((secret) => {
    const key = parseStandardWebhooksKey(secret);
    return key?.version === 'v1' ? [key.secret] : [];
  });
  const standard = keys.map((key) => hmac('sha256', key, [id, '.', timestamp, '.', body]).toString('base64'));
  const plain = secrets.map((secret) => hmac('sha256', secret, [timestamp, '.', body]).toString('hex'));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': standard.map((signature) => `v1,${signature}`).join(' '),
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': plain.map((signature) => `sha256=${signature}`).join(','),
  };
}
