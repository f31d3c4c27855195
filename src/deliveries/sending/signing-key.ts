import { createSecretKey, type KeyObject } from 'node:crypto';
import { parseStandardWebhooksKey } from '../../platform/signatures/standard-webhooks-key.js';
import type { EndpointSecret } from '../endpoints/endpoint-secrets.js';

/** A secret, ready to sign with. */
export interface SigningKey {
  /** For Standard Webhooks: the bytes that the secret stands for. */
  readonly standard: KeyObject;
  /** For a plain HMAC: the secret's text, prefix and all. */
  readonly plain: KeyObject;
  /** Until when it signs beside a newer one. */
  readonly until: Date | undefined;
}

/** @throws Error for what is no secret of Standard Webhooks: none is stored */
export function signingKey({ secret, until }: EndpointSecret): SigningKey {
  const parsed = parseStandardWebhooksKey(secret);
  if (parsed?.version !== 'v1')
    throw new Error('A stored secret of an endpoint is not of the form whsec_<base64>.');
  return { standard: createSecretKey(parsed.secret), plain: createSecretKey(secret, 'utf8'), until };
}
