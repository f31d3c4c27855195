import { createHash } from 'node:crypto';
import type { CallOptions } from '../../../contracts/calls.js';
import { isIdempotencyKey } from '../../../outbound/idempotency-key.js';

/** PayPal takes 108 characters; the name of a step still has to follow. */
const MAX_LENGTH = 90;

/**
 * The options with a key that fits into `PayPal-Request-Id`: a longer one by its digest, the same one every time.
 * @see https://developer.paypal.com/api/rest/requests/#http-request-headers
 */
export function withRequestId(options: CallOptions): CallOptions {
  const { idempotencyKey } = options;
  if (!idempotencyKey || !isIdempotencyKey(idempotencyKey) || idempotencyKey.length <= MAX_LENGTH) {
    return options;
  }
  return { ...options, idempotencyKey: createHash('sha256').update(idempotencyKey).digest('hex') };
}
