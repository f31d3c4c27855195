import { timingSafeEqual } from 'node:crypto';

/** Signatures looked at in one request; providers send as many as there are secrets being rotated. */
export const MAX_SIGNATURES = 8;

/**
 * Whether one of the given signatures is one of the expected. Every pair is compared, in constant time, so that the time
 * taken tells neither which one was near nor how near.
 */
export function matchesAny(given: readonly Uint8Array[], expected: readonly Uint8Array[]): boolean {
  let matches = false;
  for (const signature of given.slice(0, MAX_SIGNATURES)) {
    for (const candidate of expected) {
      if (signature.length === candidate.length && timingSafeEqual(signature, candidate)) matches = true;
    }
  }
  return matches;
}
