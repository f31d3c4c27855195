import { createHmac } from 'node:crypto';
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
import { checkFreshness } from '../../webhooks/verification/freshness.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { digestOf, printable } from '../../webhooks/verification/identifiers.js';
import { splitJsonArray } from '../../webhooks/verification/json-array.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { matchesAny } from '../../webhooks/verification/signatures.js';
import { signingTime } from '../../webhooks/verification/signing-time.js';
import { hubspotConfig, type HubSpotConfig } from './hubspot.config.js';
import type { HubSpotEventTypes } from './webhooks/events.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    hubspot: HubSpotEventTypes;
  }
}

const TIMESTAMP = 'X-HubSpot-Request-Timestamp';

/** The percent-encodings that HubSpot undoes in the address before it signs, and no others: `: / ? @ ! $ ' ( ) * , ;` */
const DECODED_BEFORE_SIGNING = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

const event = z.looseObject({
  subscriptionType: printable,
  eventId: z.number(),
  occurredAt: z.number().int().min(0).max(8_640_000_000_000_000),
});

/**
 * Webhooks of HubSpot: up to 100 events in one request. Only signature v3 is believed. HubSpot sends the older ones
 * beside it, but they cover no time, so that whoever caught one request could send it for ever.
 * @see https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
@Injectable()
@WebhookSourceFacet('hubspot')
export class HubSpotWebhooks implements WebhookSource {
  readonly secretVariable = 'HUBSPOT_CLIENT_SECRET';

  constructor(@Inject(hubspotConfig.token) private readonly config: HubSpotConfig) {}

  get secrets(): readonly string[] {
    return this.config.clientSecrets;
  }

  verify(request: WebhookRequest, secrets: readonly string[]): readonly WebhookEnvelope[] {
    const signature = readSignature(requiredHeader(request.headers, 'X-HubSpot-Signature-v3'));
    const timestamp = requiredHeader(request.headers, TIMESTAMP);
    checkFreshness(signingTime(TIMESTAMP, timestamp, 'milliseconds'), request.receivedAt);
    const expected = secrets.map((secret) => sign(request, timestamp, secret));
    if (!matchesAny([signature], expected)) {
      throw new InvalidSignatureError(
        'mismatch',
        'The request was not signed with a client secret that is known here, or not for this address: HubSpot signs the ' +
          'target URL of its app, which must begin with PUBLIC_URL.',
      );
    }
    return splitJsonArray(request.rawBody).map(readEnvelope);
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return parsePayload(rawBody);
  }
}

function readSignature(header: string): Buffer {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(header)) {
    throw new InvalidSignatureError(
      'malformed',
      'The X-HubSpot-Signature-v3 header is not an HMAC-SHA256 in base64.',
    );
  }
  return Buffer.from(header, 'base64');
}

function sign({ method, url, rawBody }: WebhookRequest, timestamp: string, secret: string): Buffer {
  const address = url.replaceAll(DECODED_BEFORE_SIGNING, decodeURIComponent);
  return createHmac('sha256', secret)
    .update(method)
    .update(address)
    .update(rawBody)
    .update(timestamp)
    .digest();
}

function readEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  const fields = readJson(rawBody, event, 'a list of HubSpot events');
  return {
    externalId: identityOf(fields),
    type: fields.subscriptionType,
    occurredAt: new Date(fields.occurredAt),
    rawBody,
  };
}

/**
 * HubSpot gives no id to know a repeat by: `eventId` is "not guaranteed to be unique", since one action may change many
 * properties and objects under one. What identifies an event is all that it says, but for `attemptNumber`, which alone
 * differs when it is delivered again; so two events that differ in anything are never taken for one. Values within
 * values are left out: only a merge has any (`mergedObjectIds`), and it is told apart by the object that it made.
 * @see https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide
 */
function identityOf(fields: Record<string, unknown>): string {
  const parts = Object.entries(fields)
    .filter(([name, value]) => name !== 'attemptNumber' && typeof value !== 'object')
    .map((field) => JSON.stringify(field));
  return digestOf(...parts.toSorted());
}
