import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { checkHmac, type HmacScheme } from '../../webhooks/sources/generic/hmac-signature.js';
import { checkFreshness } from '../../webhooks/verification/freshness.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { printable } from '../../webhooks/verification/identifiers.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { signingTime } from '../../webhooks/verification/signing-time.js';
import { externalApiConfig, type ExternalApiConfig } from './external-api.config.js';

/** A request to the external API, as its callback reports it. */
export interface ExternalApiRequest<Status extends string = string> {
  request_id: string;
  status: Status;
  /** What came of it; its form is the external service's own. */
  result?: unknown;
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601; `null` or absent while the request is not done. */
  completed_at?: string | null | undefined;
}

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    'external-api': {
      'request.completed': ExternalApiRequest<'completed'>;
      'request.failed': ExternalApiRequest<'failed'>;
      [type: `request.${string}`]: ExternalApiRequest;
    };
  }
}

const TIMESTAMP = 'X-Webhook-Timestamp';

const SIGNATURE: HmacScheme = {
  header: 'X-Webhook-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
};

const time = z.iso.datetime({ offset: true });

/** Id and status together must fit where the event's id is kept. */
const callback: z.ZodType<ExternalApiRequest> = z.looseObject({
  request_id: printable.max(200),
  status: z.string().regex(/^\w{1,50}$/, 'must be a word, such as completed'),
  result: z.unknown(),
  created_at: time,
  completed_at: time.nullish(),
});

/**
 * Callbacks of the generic external API: `X-Webhook-Signature: sha256=<HMAC-SHA256 in hex>` over the body, or over
 * `<timestamp>.<body>` when there is an `X-Webhook-Timestamp` (Unix seconds), which then must be fresh.
 */
@Injectable()
@WebhookSourceFacet('external-api')
export class ExternalApiWebhooks implements WebhookSource {
  readonly secretVariable = 'EXTERNAL_WEBHOOK_SECRETS';

  constructor(@Inject(externalApiConfig.token) private readonly config: ExternalApiConfig) {}

  get secrets(): readonly string[] {
    return this.config.webhookSecrets;
  }

  verify(
    { headers, rawBody, receivedAt }: WebhookRequest,
    secrets: readonly string[],
  ): readonly WebhookEnvelope[] {
    // Nobody can take the timestamp away from a captured callback: what was signed with it is no JSON without it.
    if (headers['x-webhook-timestamp'] === undefined) {
      checkHmac(SIGNATURE, headers, [rawBody], secrets);
    } else {
      const timestamp = requiredHeader(headers, TIMESTAMP);
      checkFreshness(signingTime(TIMESTAMP, timestamp, 'seconds'), receivedAt);
      checkHmac(SIGNATURE, headers, [timestamp, '.', rawBody], secrets);
    }
    const { request_id, status, created_at, completed_at } = readJson(
      rawBody,
      callback,
      'a callback of the external API',
    );
    return [
      {
        externalId: `${request_id}:${status}`,
        type: `request.${status}`,
        occurredAt: new Date(completed_at ?? created_at),
        rawBody,
      },
    ];
  }

  parse({ rawBody }: StoredWebhook): ExternalApiRequest {
    return callback.parse(parsePayload(rawBody));
  }
}
