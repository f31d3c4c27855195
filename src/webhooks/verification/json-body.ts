import secureJson from 'secure-json-parse';
import type { z } from 'zod';
import { MalformedWebhookError } from '../../contracts/webhooks.js';

/**
 * Reads what an event is filed under from a verified body. `what` names the event in errors: `a Stripe event`.
 * @throws MalformedWebhookError
 */
export function readJson<Output>(rawBody: Uint8Array, schema: z.ZodType<Output>, what: string): Output {
  const result = schema.safeParse(parseJson(rawBody));
  if (result.success) return result.data;
  const fields = result.error.issues
    .map(({ path, message }) => `${path.join('.') || 'body'} ${message}`)
    .join('; ');
  throw new MalformedWebhookError(
    'VALIDATION_ERROR',
    `The body is signed, but it is not ${what}: ${fields}.`,
  );
}

/**
 * The payload for handlers. Providers never send `__proto__`; a handler that merges its payload into another object is
 * safe all the same.
 */
export function parsePayload(rawBody: Uint8Array): unknown {
  return secureJson.parse(text(rawBody), null, { protoAction: 'remove', constructorAction: 'remove' });
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(text(rawBody));
  } catch (error) {
    throw new MalformedWebhookError('MALFORMED_JSON', 'The body is signed, but it is not JSON.', {
      cause: error,
    });
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
