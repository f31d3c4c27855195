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
import { printable } from '../../webhooks/verification/identifiers.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { metadataOf } from './payments/custom-id.js';
import { PayPalCertificates } from './webhooks/certificates.js';
import { paypalConfig, type PayPalConfig } from './paypal.config.js';
import type { PayPalEventTypes } from './webhooks/events.js';
import { checkMargins, isSignedFor, readTransmission, type Transmission } from './webhooks/transmission.js';
import { PayPalVerification } from './webhooks/verification.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    paypal: PayPalEventTypes;
  }
}

/**
 * How old a transmission may be, in seconds: four days. PayPal sends one up to 25 times over three days, and nothing says
 * that a repeat is signed anew: what its API tells of one that was repeated for two days has the id and the time of the
 * first try. A tighter bound could lose what came while Hookline was down. A captured request that is sent again within it
 * as it was is known by its event's id, and does nothing. But whoever has its headers can send another body with the same
 * CRC-32 and an id of its own, and that is believed: so the signature is kept from all who read events.
 * @see https://developer.paypal.com/api/rest/webhooks/rest/ (25 times over 3 days)
 * @see https://www.nopcommerce.com/pt/boards/topic/92555 (such an answer of PayPal's API)
 */
const MAX_AGE_SECONDS = 4 * 24 * 3600;

/** What an event is filed under. One whose time cannot be read is an event all the same. */
const filing = z.object({
  id: printable,
  event_type: printable,
  create_time: z.iso.datetime({ offset: true }).optional().catch(undefined),
});

const product = {
  custom_id: z.string().optional().catch(undefined),
  invoice_id: z.string().optional().catch(undefined),
};

/** What the product gave: a capture or a refund has it itself, an order its purchase units. */
const withMetadata = z.object({
  resource: z.object({
    ...product,
    purchase_units: z.array(z.object(product)).optional().catch(undefined),
  }),
});

/**
 * Webhooks of PayPal. Its secrets are the ids of webhooks at PayPal: the signature covers the one that it is for, and the
 * certificate says that PayPal made it.
 */
@Injectable()
@WebhookSourceFacet('paypal')
export class PayPalWebhooks implements WebhookSource {
  readonly secretVariable = 'PAYPAL_WEBHOOK_ID';

  constructor(
    @Inject(paypalConfig.token) private readonly config: PayPalConfig,
    private readonly certificates: PayPalCertificates,
    private readonly verification: PayPalVerification,
  ) {}

  get secrets(): readonly string[] {
    return this.config.webhookIds;
  }

  get verifiesRemotely(): boolean {
    return this.config.webhookVerification === 'api';
  }

  /** @throws IntegrationError when PayPal cannot be asked for what is needed; it sends the request again */
  async verify(request: WebhookRequest, webhookIds: readonly string[]): Promise<readonly WebhookEnvelope[]> {
    const transmission = readTransmission(request.headers);
    checkAge(transmission, request.receivedAt);
    checkMargins(request.rawBody);
    if (!(await this.isSigned(transmission, request, webhookIds))) {
      throw new InvalidSignatureError(
        'mismatch',
        `PayPal did not sign this body for a webhook of ${this.secretVariable}.`,
      );
    }
    return [toEnvelope(request.rawBody)];
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return parsePayload(rawBody);
  }

  /** What Hookline wrote into `custom_id`, and the product's own invoice. */
  metadataOf(payload: unknown): Readonly<Record<string, unknown>> {
    const resource = withMetadata.safeParse(payload).data?.resource;
    const { custom_id: customId, invoice_id } = { ...resource?.purchase_units?.[0], ...resource };
    return { ...(invoice_id !== undefined && { invoice_id }), ...metadataOf(customId) };
  }

  private async isSigned(
    transmission: Transmission,
    { rawBody, receivedAt }: WebhookRequest,
    webhookIds: readonly string[],
  ): Promise<boolean> {
    if (this.verifiesRemotely) {
      return this.verification.confirms(transmission, rawBody, webhookIds);
    }
    const key = await this.certificates.keyAt(transmission.certificateUrl, receivedAt);
    return webhookIds.some((webhookId) => isSignedFor(webhookId, transmission, rawBody, key));
  }
}

/** @throws InvalidSignatureError `stale` */
function checkAge({ time }: Transmission, receivedAt: Date): void {
  const signedAt = new Date(time);
  checkFreshness(signedAt, receivedAt, signedAt > receivedAt ? TOLERANCE_SECONDS : MAX_AGE_SECONDS);
}

/** Files an event. @throws MalformedWebhookError */
export function toEnvelope(rawBody: Uint8Array): WebhookEnvelope {
  const { id, event_type: type, create_time: time } = readJson(rawBody, filing, 'a PayPal event');
  return { externalId: id, type, occurredAt: time === undefined ? undefined : new Date(time), rawBody };
}
