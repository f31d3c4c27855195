import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import secureJson from 'secure-json-parse';
import type Stripe from 'stripe';
import { z } from 'zod';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    stripe: { [Event in Stripe.Event as Event['type']]: Event };
  }
}

/** How old, or how far ahead of our clock, a signature may be, in seconds. Stripe's own libraries use the same. */
const TOLERANCE_SECONDS = 300;

/** Signatures looked at in one header; Stripe sends as many as there are secrets being rolled. */
const MAX_SIGNATURES = 8;

const printable = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

const envelope = z.object({
  id: printable,
  type: printable,
  created: z.number().int().min(0).max(8_640_000_000_000).optional(),
});

/**
 * Webhooks of Stripe.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
@Injectable()
@WebhookSourceFacet('stripe')
export class StripeWebhooks implements WebhookSource {
  readonly secretVariable = 'STRIPE_WEBHOOK_SECRETS';

  constructor(@Inject(stripeConfig.token) private readonly config: StripeConfig) {}

  get configured(): boolean {
    return this.config.webhookSecrets.length > 0;
  }

  verify({ headers, rawBody, receivedAt }: WebhookRequest): readonly WebhookEnvelope[] {
    const { timestamp, signatures } = readSignatureHeader(headers['stripe-signature']);
    const ageSeconds = receivedAt.getTime() / 1000 - timestamp;
    if (Math.abs(ageSeconds) > TOLERANCE_SECONDS) {
      throw new InvalidSignatureError(
        'stale',
        `The signature is ${Math.abs(Math.round(ageSeconds))} s ${ageSeconds > 0 ? 'old' : 'ahead'}; at most ${TOLERANCE_SECONDS} s are accepted. Check this machine's clock.`,
      );
    }
    if (!this.config.webhookSecrets.some((secret) => isSignedWith(secret, timestamp, rawBody, signatures))) {
      throw new InvalidSignatureError(
        'mismatch',
        `The body was not signed with any secret of ${this.secretVariable}.`,
      );
    }
    return [readEnvelope(rawBody)];
  }

  parse(rawBody: Uint8Array): unknown {
    // Stripe never sends such keys; a handler that merges its payload into another object is safe all the same.
    return secureJson.parse(Buffer.from(rawBody).toString('utf8'), null, {
      protoAction: 'remove',
      constructorAction: 'remove',
    });
  }
}

function readSignatureHeader(header: WebhookRequest['headers'][string]): {
  timestamp: number;
  signatures: Buffer[];
} {
  if (!header) throw new InvalidSignatureError('missing', 'The Stripe-Signature header is missing.');
  const fields = String(header)
    .split(',')
    .map((field) => field.trim().split('=', 2));
  const timestamps = fields.filter(([scheme]) => scheme === 't').map(([, value]) => value ?? '');
  const signatures = fields
    .filter(([scheme, value]) => scheme === 'v1' && /^[0-9a-f]{64}$/i.test(value ?? ''))
    .slice(0, MAX_SIGNATURES)
    .map(([, value]) => Buffer.from(value ?? '', 'hex'));
  const [timestamp = '', ...others] = timestamps;
  if (!/^\d{1,12}$/.test(timestamp) || others.length || !signatures.length) {
    throw new InvalidSignatureError('malformed', 'The Stripe-Signature header is not of the form t=…,v1=….');
  }
  return { timestamp: Number(timestamp), signatures };
}

function isSignedWith(
  secret: string,
  timestamp: number,
  rawBody: Uint8Array,
  signatures: readonly Buffer[],
): boolean {
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
  // Every signature is compared, so that the time taken does not tell which one was near.
  return signatures.map((signature) => timingSafeEqual(signature, expected)).includes(true);
}

function readEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch (error) {
    throw new MalformedWebhookError('MALFORMED_JSON', 'The body is signed, but it is not JSON.', {
      cause: error,
    });
  }
  const event = envelope.safeParse(json);
  if (!event.success) {
    const fields = event.error.issues
      .map(({ path, message }) => `${path.join('.') || 'body'} ${message}`)
      .join('; ');
    throw new MalformedWebhookError(
      'VALIDATION_ERROR',
      `The body is signed, but it is not a Stripe event: ${fields}.`,
    );
  }
  const { id, type, created } = event.data;
  const occurredAt = created === undefined ? undefined : new Date(created * 1000);
  return { externalId: id, type, occurredAt, rawBody };
}
