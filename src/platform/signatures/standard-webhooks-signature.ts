import type { KeyObject } from 'node:crypto';
import { hmac } from './hmac.js';

/** What is signed. */
export interface SignedMessage {
  /** The same on every attempt. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/**
 * The headers of a message by Standard Webhooks, signed with each key, so that a receiver may have the old one or the new
 * one.
 * @param keys the bytes of the secrets
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooksHeaders(
  { id, sentAt, body }: SignedMessage,
  keys: readonly (Uint8Array | KeyObject)[],
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const signatures = keys.map((key) =>
    hmac('sha256', key, [id, '.', timestamp, '.', body]).toString('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}
