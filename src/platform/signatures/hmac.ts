import { createHmac, type KeyObject } from 'node:crypto';

/** SHA-1 is there for services of old that sign with nothing else: as an HMAC it is not broken yet. */
export type HmacAlgorithm = 'sha256' | 'sha512' | 'sha1';

/**
 * @param secret its UTF-8 bytes are the key, or the bytes themselves; for one that signs often, a KeyObject costs less
 * @param content what is signed, in pieces; texts as UTF-8
 */
export function hmac(
  algorithm: HmacAlgorithm,
  secret: string | Uint8Array | KeyObject,
  content: readonly (string | Uint8Array)[],
): Buffer {
  const digest = createHmac(algorithm, secret);
  for (const piece of content) digest.update(piece);
  return digest.digest();
}
