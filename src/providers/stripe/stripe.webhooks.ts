import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import {
  InvalidSignatureError,
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { checkFreshness } from '../../webhooks/verification/freshness.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { printable } from '../../webhooks/verification/identifiers.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { matchesAny } from '../../webhooks/verification/signatures.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';
import { StripeThinEvents, thinNotification, type ThinEvent } from './webhooks/thin-events.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    stripe: { [Event in Stripe.Event as Event['type']]: Event } & {
      [Event in ThinEvent as Event['type']]: Event;
    };
  }
}

/** What an event is filed under. */
const filing = z.object({
  id: printable,
  type: printable,
  created: z
    .union([
      z
        .int()
        .min(0)
        .max(8_640_000_000_000)
        .transform((seconds) => seconds * 1000), // of a snapshot
      z.iso.datetime({ offset: true }), // of a thin event
    ])
    .transform((moment) => new Date(moment))
    .optional(),
});

/** A snapshot; what a subscription or a customer has is in its own object, as well. */
const withMetadata = z.object({
  data: z.object({ object: z.object({ metadata: z.record(z.string(), z.unknown()) }) }),
});

/**
 * Webhooks of Stripe: snapshots, which bring the object along, and thin events, which are fetched.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
@Injectable()
@WebhookSourceFacet('stripe')
export class StripeWebhooks implements WebhookSource {
  readonly secretVariable = 'STRIPE_WEBHOOK_SECRETS';

  constructor(
    @Inject(stripeConfig.token) private readonly config: StripeConfig,
    private readonly thinEvents: StripeThinEvents,
  ) {}

  get secrets(): readonly string[] {
    return this.config.webhookSecrets;
  }

  verify(
    { headers, rawBody, receivedAt }: WebhookRequest,
    secrets: readonly string[],
  ): readonly WebhookEnvelope[] {
    const { timestamp, signatures } = readSignatureHeader(requiredHeader(headers, 'Stripe-Signature'));
    checkFreshness(new Date(timestamp * 1000), receivedAt);
    const expected = secrets.map((secret) =>
      createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest(),
    );
    if (!matchesAny(signatures, expected)) {
      throw new InvalidSignatureError(
        'mismatch',
        'The body was not signed with any of the secrets set here.',
      );
    }
    return [toEnvelope(rawBody)];
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return parsePayload(rawBody);
  }

  metadataOf(payload: unknown): Readonly<Record<string, unknown>> {
    return withMetadata.safeParse(payload).data?.data.object.metadata ?? {};
  }

  /** Of a thin event the whole, from Stripe; a snapshot is whole as it is. */
  async fetchState(event: StoredWebhook, signal: AbortSignal): Promise<unknown> {
    const payload = this.parse(event);
    const thin = thinNotification.safeParse(payload);
    return thin.success ? this.thinEvents.fetch(thin.data, event, signal) : payload;
  }
}

/** Files an event of either kind. @throws MalformedWebhookError */
export function toEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  const { id, type, created } = readJson(rawBody, filing, 'a Stripe event');
  return { externalId: id, type, occurredAt: created, rawBody };
}

function readSignatureHeader(header: string): { timestamp: number; signatures: Buffer[] } {
  const fields = header.split(',').map((field) => field.trim().split('=', 2));
  const timestamps = fields.filter(([scheme]) => scheme === 't').map(([, value]) => value ?? '');
  const signatures = fields
    .filter(([scheme, value]) => scheme === 'v1' && /^[0-9a-f]{64}$/i.test(value ?? ''))
    .map(([, value]) => Buffer.from(value ?? '', 'hex'));
  const [timestamp = '', ...others] = timestamps;
  if (!/^\d{1,12}$/.test(timestamp) || others.length || !signatures.length) {
    throw new InvalidSignatureError('malformed', 'The Stripe-Signature header is not of the form t=…,v1=….');
  }
  return { timestamp: Number(timestamp), signatures };
}
