import { createHmac } from 'node:crypto';
import type { WebhookSigner } from './webhook-signer.js';

const SECRET = 'hubspot-client-secret-of-the-tests';

/** HubSpot's side: v3 signatures over method, address, body and time. */
export const hubspotSigner = {
  provider: 'hubspot',
  environment: { HUBSPOT_CLIENT_SECRET: SECRET },
  secrets: [SECRET, 'hubspot-client-secret-of-others'],
  signatureHeader: 'X-HubSpot-Signature-v3',
  coversBody: true,
  coversTime: true,
  sign({
    secret = SECRET,
    at = new Date(),
    url = 'http://localhost:3000/webhooks/hubspot',
    body = hubspotBatch(hubspotEvent()),
  } = {}) {
    const timestamp = String(at.getTime());
    const signature = createHmac('sha256', secret).update(`POST${url}`).update(body).update(timestamp);
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-HubSpot-Signature-v3': signature.digest('base64'),
        'X-HubSpot-Request-Timestamp': timestamp,
      },
      body,
    };
  },
} satisfies WebhookSigner;

/** A body with these events, spaced in a way that no serialiser would choose. */
export function hubspotBatch(...events: readonly object[]): Buffer {
  return Buffer.from(`[ ${events.map((event) => JSON.stringify(event)).join(' ,\n')} ]`);
}

/** A small event; every call is an event of its own unless fields say otherwise. */
export function hubspotEvent(fields: Record<string, unknown> = {}) {
  sequence += 1;
  return {
    eventId: sequence,
    subscriptionId: 12_345,
    portalId: 62_515,
    appId: 54_321,
    occurredAt: 1_785_000_000_000 + sequence,
    subscriptionType: 'contact.creation',
    attemptNumber: 0,
    objectId: 1_000 + sequence,
    changeSource: 'CRM',
    changeFlag: 'NEW',
    ...fields,
  };
}

let sequence = 0;
