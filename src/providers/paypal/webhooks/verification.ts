import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PayPalClient } from '../paypal.client.js';
import type { Transmission } from './transmission.js';

/** In ms: PayPal waits for our answer meanwhile. */
const TIMEOUT_MS = 5_000;

const answer = z.object({ verification_status: z.enum(['SUCCESS', 'FAILURE']) });

/**
 * PayPal's own verdict on a request, for where its certificates cannot be checked.
 * @see https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post
 */
@Injectable()
export class PayPalVerification {
  constructor(private readonly client: PayPalClient) {}

  /**
   * Whether PayPal says that it sent this body to one of these webhooks.
   * @throws IntegrationError when it cannot be asked
   */
  async confirms(
    transmission: Transmission,
    rawBody: Uint8Array,
    webhookIds: readonly string[],
  ): Promise<boolean> {
    if (!isJson(rawBody)) return false;
    for (const webhookId of webhookIds) {
      const { verification_status: status } = await this.client.call(
        'webhooks.verify',
        {
          method: 'POST',
          path: '/v1/notifications/verify-webhook-signature',
          headers: { 'content-type': 'application/json' },
          bytes: question(transmission, rawBody, webhookId), // PayPal checks the event to the byte
          answer,
          safety: { by: 'upsert' }, // asking twice changes nothing
        },
        { timeoutMs: TIMEOUT_MS },
      );
      if (status === 'SUCCESS') return true;
    }
    return false;
  }
}

/** The body goes in byte for byte: PayPal compares its checksum, which another way to write the same JSON would change. */
function question(transmission: Transmission, rawBody: Uint8Array, webhookId: string): Uint8Array {
  const about = JSON.stringify({
    auth_algo: transmission.algorithm,
    cert_url: transmission.certificateUrl,
    transmission_id: transmission.id,
    transmission_sig: transmission.signature,
    transmission_time: transmission.time,
    webhook_id: webhookId,
  });
  return Buffer.concat([Buffer.from(`${about.slice(0, -1)},"webhook_event":`), rawBody, Buffer.from('}')]);
}

/** One value of JSON, in UTF-8, and nothing beside it: it cannot add fields to the question. */
function isJson(rawBody: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody));
    return true;
  } catch {
    return false; // not a body of PayPal's
  }
}
