import { randomUUID, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ALGORITHM, certificateUrl } from '../../../sandbox/paypal/webhook-signature.js';
import { merged } from '../overrides.js';
import { jsonBody, secretOf, type WebhookMaker } from '../webhook-maker.js';
import { paypalPrivateKey } from '../webhook-secrets.js';
import { PAYPAL_TYPES, paypalEvent } from './events.js';

/**
 * PayPal, as its stand-in of `startSandboxes` signs: Hookline asks that one whether a request is PayPal's.
 * @see https://developer.paypal.com/api/rest/webhooks/rest/
 */
export const paypal: WebhookMaker = {
  types: PAYPAL_TYPES,
  make(type, wishes, signing) {
    const body = jsonBody(merged(paypalEvent(type, signing.at), wishes));
    const webhookId = secretOf(signing, 'PAYPAL_WEBHOOK_ID');
    const baseUrl = signing.environment.PAYPAL_API_BASE_URL;
    if (!baseUrl) {
      throw new Error(
        'A webhook of PayPal is believed only where its stand-in runs: hand over the `environment` of startSandboxes, which ' +
          'has its PAYPAL_API_BASE_URL.',
      );
    }
    return {
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'PayPal/AUHD-214.0-58456034',
        ...transmission(webhookId, body, signing.at),
        'PayPal-Cert-Url': certificateUrl(baseUrl),
        'PayPal-Auth-Algo': ALGORITHM,
      },
      body,
    };
  },
};

function transmission(webhookId: string, body: Buffer, at: Date): Record<string, string> {
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z');
  for (;;) {
    const id = randomUUID();
    const message = Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);
    const signature = sign('sha256', message, paypalPrivateKey()).toString('base64');
    // PayPal's description has signatures begin with a letter or a digit, and its stand-in holds us to it.
    if (!/^\w{2}/.test(signature)) continue;
    return {
      'PayPal-Transmission-Id': id,
      'PayPal-Transmission-Time': time,
      'PayPal-Transmission-Sig': signature,
    };
  }
}
