import { z } from 'zod';
import { ValidationError } from '../../../contracts/errors.js';
import type { Metadata } from '../../../contracts/payments.js';

/** The longest `custom_id`, in characters. @see https://developer.paypal.com/docs/api/orders/v2/#orders_create */
const MAX_LENGTH = 127;

/** PayPal has one text for the notes of its callers; it stands in reports and in the payloads of webhooks. */
interface CustomId {
  custom_id?: string;
}

interface About {
  provider: string;
  operation: string;
}

const written = z.record(z.string(), z.string());

/**
 * The metadata of a payment as PayPal keeps it, as JSON.
 * @throws ValidationError on `metadata` when there is no room for it
 */
export function orderCustomId(metadata: Metadata | undefined, about: About): CustomId {
  return customId(metadata, (json) => json, about);
}

/**
 * The metadata of a refund. PayPal describes that text as letters, digits and `-_.,`, so that the JSON is in base64url.
 * @throws ValidationError on `metadata` when there is no room for it
 */
export function refundCustomId(metadata: Metadata | undefined, about: About): CustomId {
  return customId(metadata, (json) => Buffer.from(json).toString('base64url'), about);
}

/** The metadata in a `custom_id`; none in a text that Hookline did not write. */
export function metadataOf(text = ''): Metadata {
  const json = text.startsWith('{') ? text : Buffer.from(text, 'base64url').toString();
  try {
    return written.parse(JSON.parse(json));
  } catch {
    return {}; // somebody else's own text, which `raw` still has
  }
}

function customId(metadata: Metadata = {}, write: (json: string) => string, about: About): CustomId {
  if (Object.keys(metadata).length === 0) return {};
  const text = write(JSON.stringify(metadata));
  if (text.length <= MAX_LENGTH) return { custom_id: text };
  const issue = `must fit into ${MAX_LENGTH} characters at PayPal and takes ${text.length}; keep an id of yours here and the rest with you`;
  throw new ValidationError(`The metadata ${issue}.`, about, [{ field: 'metadata', issue }]);
}
