import { InvalidSignatureError, type WebhookHeaders } from '../../contracts/webhooks.js';

/** The longest header that a signature is looked for in, in characters. */
const MAX_LENGTH = 8_192;

/**
 * A header that a signature needs, exactly once.
 * @throws InvalidSignatureError `missing`; `malformed` when it is there several times or absurdly long
 */
export function requiredHeader(headers: WebhookHeaders, name: string): string {
  const value = headers[name.toLowerCase()];
  if (value === undefined || value.length === 0) {
    throw new InvalidSignatureError('missing', `The ${name} header is missing.`);
  }
  if (typeof value !== 'string' || value.length > MAX_LENGTH) {
    throw new InvalidSignatureError('malformed', `The ${name} header is repeated or too long.`);
  }
  return value;
}
