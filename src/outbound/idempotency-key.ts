import { createHash } from 'node:crypto';

/** The longest key, in characters: that of `CallOptions` and of Stripe. */
const MAX_LENGTH = 255;

/** Printable ASCII, as it must be to stand in a header. */
export function isIdempotencyKey(key: string): boolean {
  return /^[\x20-\x7e]+$/.test(key) && key.length <= MAX_LENGTH;
}

/** The key of one step of an operation that makes several writes: the same step of the same operation, the same key. */
export function stepKey(key: string, step: string): string {
  const derived = `${key}:${step}`;
  return derived.length <= MAX_LENGTH ? derived : createHash('sha256').update(derived).digest('hex');
}
