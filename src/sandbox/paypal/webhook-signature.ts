import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Delivery, State } from './state.js';
import { now } from './time.js';

/** The one algorithm that PayPal signs with. */
export const ALGORITHM = 'SHA256withRSA';

/** Where PayPal would have its certificate. The sandbox has none: it is asked to verify instead. */
export function certificateUrl(baseUrl: string): string {
  return `${baseUrl}/v1/notifications/certs/CERT-sandbox`;
}

/** What is said of a request in its headers. */
export type Transmission = Delivery['transmission'];

/**
 * Signs a body for a webhook. Inside a transaction: the first signature makes the key.
 * @see https://developer.paypal.com/api/rest/webhooks/rest/
 */
export function signTransmission(state: State, webhookId: string, body: string): Transmission {
  const key = privateKey(state);
  for (;;) {
    const transmission = { id: randomUUID(), time: now() };
    const signature = sign('sha256', message(transmission, webhookId, body), key).toString('base64');
    // PayPal's description has signatures begin with a letter or a digit.
    if (/^\w{2}/.test(signature)) return { ...transmission, signature };
  }
}

/** Whether this sandbox signed this body for this webhook. */
export function isSigned(
  state: State,
  { signature, ...transmission }: Transmission,
  webhookId: string,
  body: string,
): boolean {
  const key = state.table('signing_key').get('webhooks');
  if (!key) return false;
  const expected = message(transmission, webhookId, body);
  return verify('sha256', expected, createPublicKey(key.privateKey), Buffer.from(signature, 'base64'));
}

function message({ id, time }: Omit<Transmission, 'signature'>, webhookId: string, body: string): Buffer {
  return Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);
}

function privateKey(state: State): KeyObject | string {
  const known = state.table('signing_key').get('webhooks');
  if (known) return known.privateKey;
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return state.put('signing_key', { id: 'webhooks', privateKey: pem }).privateKey;
}
