import { ApiError } from '../http/api-error.js';

/** Printable ASCII, as bare text or as a structured-field string in double quotes. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"(?:;.*)?$/;
const BARE = /^[\x21\x23-\x7e][\x20-\x7e]*$/;

/**
 * Reads the `Idempotency-Key` header.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (quoted); bare as Stripe takes it
 * @throws ApiError VALIDATION_ERROR when it is there but not 1 to 255 printable ASCII characters
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = typeof header === 'string' ? header.trim() : '';
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key.length >= 1 && key.length <= 255) return key;
  throw new ApiError('VALIDATION_ERROR', 'The Idempotency-Key header is not valid.', {
    details: [{ field: 'Idempotency-Key', issue: 'must be 1 to 255 printable ASCII characters, sent once' }],
  });
}
