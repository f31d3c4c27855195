import { createPublicKey, type KeyObject } from 'node:crypto';

/** What signatures are checked with; `version` is what those of its kind begin with. */
export type StandardWebhooksKey =
  | { version: 'v1'; secret: Uint8Array }
  /** Ed25519. */
  | { version: 'v1a'; publicKey: KeyObject };

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Reads the secret `whsec_…` (24 to 64 bytes in base64; the prefix may be missing), or the public key `whpk_…` (32 bytes).
 * @returns `undefined` when it is neither
 */
export function parseStandardWebhooksKey(text: string): StandardWebhooksKey | undefined {
  const [, prefix, encoded = ''] = /^(whsec_|whpk_)?(.*)$/s.exec(text) ?? [];
  const bytes = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  if (prefix === 'whpk_') {
    return bytes.length === 32 ? { version: 'v1a', publicKey: ed25519(bytes) } : undefined;
  }
  return bytes.length >= 24 && bytes.length <= 64 ? { version: 'v1', secret: bytes } : undefined;
}

function ed25519(bytes: Buffer): KeyObject {
  const x = bytes.toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
