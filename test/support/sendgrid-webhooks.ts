import { createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import type { WebhookSigner } from './webhook-signer.js';

/** Private keys by the public ones that SendGrid shows, which are the secrets of an account here. */
const privateKeys = new Map<string, KeyObject>();

const ours = createKeyPair();
const others = createKeyPair();

function createKeyPair(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const shown = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  privateKeys.set(shown, privateKey);
  return shown;
}

/** SendGrid's side: ECDSA over time and body. */
export const sendgridSigner = {
  provider: 'sendgrid',
  environment: { SENDGRID_WEBHOOK_PUBLIC_KEYS: ours },
  secrets: [ours, others],
  signatureHeader: 'X-Twilio-Email-Event-Webhook-Signature',
  coversBody: true,
  coversTime: true,
  sign({ secret = ours, at = new Date(), body = sendgridBatch(sendgridEvent()) } = {}) {
    const privateKey = privateKeys.get(secret);
    if (!privateKey)
      throw new Error('Sign with one of sendgridSigner.secrets: only their private keys are known.');
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = createSign('sha256').update(timestamp).update(body).sign(privateKey, 'base64');
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-Twilio-Email-Event-Webhook-Signature': signature,
        'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
      },
      body,
    };
  },
} satisfies WebhookSigner;

/** A body with these events, in lines and with the line end after the list, as SendGrid writes it. */
export function sendgridBatch(...events: readonly object[]): Buffer {
  return Buffer.from(`[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`);
}

/** A small event; every call is an event of its own unless fields say otherwise. */
export function sendgridEvent(fields: Record<string, unknown> = {}) {
  return {
    email: 'recipient@example.com',
    timestamp: 1_785_000_001,
    'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
    event: 'delivered',
    category: ['cat facts'],
    sg_event_id: randomUUID(),
    sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
    response: '250 OK',
    ...fields,
  };
}
