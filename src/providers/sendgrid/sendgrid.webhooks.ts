import { createVerify, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  InvalidSignatureError,
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { checkFreshness, TOLERANCE_SECONDS } from '../../webhooks/verification/freshness.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { digestOf, printable } from '../../webhooks/verification/identifiers.js';
import { splitJsonArray } from '../../webhooks/verification/json-array.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { signingTime } from '../../webhooks/verification/signing-time.js';
import { sendgridConfig, type SendGridConfig } from './sendgrid.config.js';
import type { SendGridEventTypes } from './webhooks/events.js';
import { publicKeyOf } from './webhooks/public-keys.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    sendgrid: SendGridEventTypes;
  }
}

const TIMESTAMP = 'X-Twilio-Email-Event-Webhook-Timestamp';

/**
 * How old a signature may be, in seconds. SendGrid sends what was not taken again for up to 24 hours, and nowhere says
 * that it signs anew: with five minutes, an outage of six could lose its events for good. What is caught and sent again
 * within the day is a repeat, which changes nothing.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/troubleshooting
 */
const MAX_AGE_SECONDS = 24 * 60 * 60 + TOLERANCE_SECONDS;

const event = z.object({
  event: printable,
  sg_event_id: printable.optional(),
  timestamp: z.number().int().min(0).max(8_640_000_000_000).optional(),
});

/**
 * SendGrid's signed event webhook: many events in one request. Its secrets are public keys: the private one never leaves
 * SendGrid.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
@Injectable()
@WebhookSourceFacet('sendgrid')
export class SendGridWebhooks implements WebhookSource {
  readonly secretVariable = 'SENDGRID_WEBHOOK_PUBLIC_KEYS';

  constructor(@Inject(sendgridConfig.token) private readonly config: SendGridConfig) {}

  get secrets(): readonly string[] {
    return this.config.webhookPublicKeys;
  }

  verify(
    { headers, rawBody, receivedAt }: WebhookRequest,
    secrets: readonly string[],
  ): readonly WebhookEnvelope[] {
    const signature = readSignature(requiredHeader(headers, 'X-Twilio-Email-Event-Webhook-Signature'));
    const timestamp = requiredHeader(headers, TIMESTAMP);
    const signedAt = signingTime(TIMESTAMP, timestamp, 'seconds');
    checkFreshness(signedAt, receivedAt, signedAt > receivedAt ? TOLERANCE_SECONDS : MAX_AGE_SECONDS);
    const isSigned = (key: KeyObject | undefined) =>
      key !== undefined && createVerify('sha256').update(timestamp).update(rawBody).verify(key, signature);
    if (!secrets.map(publicKeyOf).some(isSigned)) {
      throw new InvalidSignatureError(
        'mismatch',
        'The body was not signed with the private half of any public key that is known here.',
      );
    }
    return splitJsonArray(rawBody).map(readEnvelope);
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return parsePayload(rawBody);
  }
}

/** An ECDSA signature on P-256 in DER has 72 bytes at most. */
function readSignature(header: string): Buffer {
  if (!/^[A-Za-z0-9+/]{8,96}={0,2}$/.test(header)) {
    throw new InvalidSignatureError(
      'malformed',
      'The X-Twilio-Email-Event-Webhook-Signature header is not an ECDSA signature in base64.',
    );
  }
  return Buffer.from(header, 'base64');
}

/** `sg_event_id` is unique where there is one; otherwise the event is known by its bytes, which a repeat carries again. */
function readEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  const fields = readJson(rawBody, event, 'a list of SendGrid events');
  return {
    externalId: fields.sg_event_id ?? digestOf(rawBody),
    type: fields.event,
    occurredAt: fields.timestamp === undefined ? undefined : new Date(fields.timestamp * 1000),
    rawBody,
  };
}
