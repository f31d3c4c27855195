import { constants, verify, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { InvalidSignatureError, type WebhookHeaders } from '../../../contracts/webhooks.js';
import { requiredHeader } from '../../../webhooks/verification/headers.js';

/** The one algorithm that PayPal uses. What a request names otherwise is not tried. */
const ALGORITHM = 'SHA256withRSA';

const form = z.object({
  /** Without the separator of the signed message, so that no field can run into the next. */
  'PAYPAL-TRANSMISSION-ID': z.string().regex(/^[^\s|]{1,100}$/),
  'PAYPAL-TRANSMISSION-TIME': z.iso.datetime({ offset: true }),
  'PAYPAL-TRANSMISSION-SIG': z.base64().max(2_048),
  'PAYPAL-CERT-URL': z.string().max(500),
  'PAYPAL-AUTH-ALGO': z.literal(ALGORITHM),
});

/** What PayPal says of a request in its headers: who signed it, when, and how. */
export interface Transmission {
  readonly id: string;
  /** As it was written: the signature covers it. */
  readonly time: string;
  readonly signature: string;
  readonly certificateUrl: string;
  readonly algorithm: typeof ALGORITHM;
}

/** @throws InvalidSignatureError `missing` or `malformed` */
export function readTransmission(headers: WebhookHeaders): Transmission {
  const given = Object.fromEntries(
    Object.keys(form.shape).map((name) => [name, requiredHeader(headers, name)]),
  );
  const { data, error } = form.safeParse(given);
  if (!data) {
    const names = error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new InvalidSignatureError('malformed', `Not as PayPal sends it: ${names}.`);
  }
  return {
    id: data['PAYPAL-TRANSMISSION-ID'],
    time: data['PAYPAL-TRANSMISSION-TIME'],
    signature: data['PAYPAL-TRANSMISSION-SIG'],
    certificateUrl: data['PAYPAL-CERT-URL'],
    algorithm: data['PAYPAL-AUTH-ALGO'],
  };
}

/**
 * Checks that nothing but a line break stands before and after the JSON of a body: PayPal sends none at all. The signature
 * covers a CRC-32 of the body, and white space beside the JSON is where any checksum is had without a trace in the event.
 * (Inside the JSON there is room, too: a transmission's signature is a secret.)
 * @throws InvalidSignatureError `malformed`
 */
export function checkMargins(rawBody: Uint8Array): void {
  const first = rawBody.findIndex((byte) => !isWhiteSpace(byte));
  const last = rawBody.findLastIndex((byte) => !isWhiteSpace(byte));
  const margins = [rawBody.subarray(0, Math.max(first, 0)), rawBody.subarray(last + 1)];
  if (margins.every((margin) => /^(?:\r?\n)?$/.test(Buffer.from(margin).toString('latin1')))) return;
  throw new InvalidSignatureError(
    'malformed',
    'Not as PayPal sends it: there is white space before or after the JSON of the body.',
  );
}

/** What JSON does not count: tab, line feed, carriage return, space. */
function isWhiteSpace(byte: number): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x20;
}

/**
 * Whether a key of PayPal's signed a body with this one's CRC-32 for this webhook: PayPal signs no more of it.
 * @see https://developer.paypal.com/api/rest/webhooks/rest/
 */
export function isSignedFor(
  webhookId: string,
  { id, time, signature }: Transmission,
  rawBody: Uint8Array,
  key: KeyObject,
): boolean {
  const message = `${id}|${time}|${webhookId}|${crc32(rawBody)}`;
  const padding = constants.RSA_PKCS1_PADDING;
  return verify('sha256', Buffer.from(message), { key, padding }, Buffer.from(signature, 'base64'));
}
