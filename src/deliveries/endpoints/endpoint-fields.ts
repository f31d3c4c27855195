import { z } from 'zod';
import { EndpointPayload } from '../../platform/database/generated/enums.js';
import { storedText } from '../../platform/http/text-field.js';
import { parseStandardWebhooksKey } from '../../platform/signatures/standard-webhooks-key.js';
import { isTypePattern, PATTERN_ISSUE } from '../events/event-type-names.js';
import { customHeaders } from './custom-headers.js';
import { secretOf } from './endpoint-secrets.js';

/** The product's customer that an endpoint belongs to. */
export const tenant = storedText(255);

/** A secret from elsewhere. It comes out with its prefix, whether it had one or not. */
export const secret = z.string().transform((text, context) => {
  const key = parseStandardWebhooksKey(text);
  if (key?.version === 'v1') return secretOf(key.secret);
  context.addIssue({ code: 'custom', message: 'must be whsec_ and 24 to 64 bytes in base64' });
  return z.NEVER;
});

/** What can be chosen of an endpoint, and chosen anew later. Where its URL may lead is looked at elsewhere. */
export const endpointFields = {
  url: storedText(2_048).refine((text) => !/[\s\p{Cc}\p{Cf}\\]/u.test(text), {
    error: 'must not contain spaces, line breaks, backslashes or characters that are not seen',
  }),
  eventTypes: z
    .array(z.string().refine(isTypePattern, { error: PATTERN_ISSUE }))
    .min(1)
    .max(100),
  description: z.union([z.literal(''), storedText(1_000)], {
    error: 'must be text of at most 1000 characters, without a NUL',
  }),
  enabled: z.boolean(),
  apiVersion: storedText(64).nullable(),
  payload: z.enum(EndpointPayload, { error: 'must be full or thin' }),
  ordered: z.boolean(),
  plainSignature: z.boolean(),
  rateLimit: z.int().min(1).max(60_000).nullable(),
  headers: customHeaders,
};

/** What an endpoint is made of, with what is so where nothing is said. */
export const newEndpoint = z.strictObject({
  tenant,
  url: endpointFields.url,
  eventTypes: endpointFields.eventTypes.default(['*']),
  description: endpointFields.description.default(''),
  enabled: endpointFields.enabled.default(true),
  apiVersion: endpointFields.apiVersion.default(null),
  payload: endpointFields.payload.default('full'),
  ordered: endpointFields.ordered.default(false),
  plainSignature: endpointFields.plainSignature.default(false),
  rateLimit: endpointFields.rateLimit.default(null),
  headers: endpointFields.headers.default({}),
  secret: secret.optional(),
  proveOwnership: z.boolean().default(false),
});

/** What is to be different. */
export const endpointChanges = z.strictObject({ ...endpointFields, paused: z.boolean() }).partial();
export type AcceptedChanges = z.output<typeof endpointChanges>;
