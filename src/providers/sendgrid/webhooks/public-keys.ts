import { createPublicKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Reading a key costs more than a check with it; 256 accounts' keys are a few hundred KiB. */
const keys = new LRUCache<string, KeyObject>({ max: 256 });

/**
 * A verification key as SendGrid shows it: base64 of the DER form of an ECDSA key on the curve P-256. `undefined` for
 * every other text.
 */
export function publicKeyOf(text: string): KeyObject | undefined {
  const known = keys.get(text);
  if (known) return known;
  const key = readKey(text);
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
  keys.set(text, key);
  return key;
}

function readKey(text: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: text, format: 'der', type: 'spki', encoding: 'base64' });
  } catch {
    return undefined; // Node has no other way to say that this is no key.
  }
}
