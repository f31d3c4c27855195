import { z } from 'zod';
import type { EndpointChanges, NewEndpoint } from '../../contracts/events.js';
import { endpointFields, secret, tenant } from '../endpoints/endpoint-fields.js';
import { productType } from '../events/event-fields.js';

/** What the routes of endpoints take, `snake_case` on the wire. */

const settings = {
  event_types: endpointFields.eventTypes.optional(),
  description: endpointFields.description.optional(),
  enabled: endpointFields.enabled.optional(),
  api_version: endpointFields.apiVersion.optional(),
  payload: endpointFields.payload.optional(),
  ordered: endpointFields.ordered.optional(),
  plain_signature: endpointFields.plainSignature.optional(),
  rate_limit: endpointFields.rateLimit.optional(),
  headers: endpointFields.headers.optional(),
};

export const newEndpointBody = z
  .strictObject({
    tenant,
    url: endpointFields.url,
    ...settings,
    secret: secret.optional(),
    prove_ownership: z.boolean().optional(),
  })
  .transform(
    ({ tenant: owner, url, secret: given, prove_ownership: proveOwnership, ...body }): NewEndpoint => ({
      tenant: owner,
      url,
      ...readSettings(body),
      secret: given,
      proveOwnership,
    }),
  );

export const endpointChangesBody = z
  .strictObject({ url: endpointFields.url.optional(), ...settings, paused: z.boolean().optional() })
  .transform(({ url, paused, ...body }): EndpointChanges => ({ url, ...readSettings(body), paused }));

/** Without a body: `hookline.test`. */
export const testBody = z.strictObject({ type: productType.optional() }).default({});
export type TestBody = z.output<typeof testBody>;

export const listQuery = z.strictObject({
  tenant: tenant.optional(),
  enabled: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const endpointId = z.uuid({ error: 'must be the id of an endpoint' });

type Settings = z.output<z.ZodObject<typeof settings>>;

function readSettings(body: Settings) {
  const { event_types: eventTypes, api_version: apiVersion, rate_limit: rateLimit, ...rest } = body;
  const { plain_signature: plainSignature, description, enabled, payload, ordered, headers } = rest;
  return {
    eventTypes,
    description,
    enabled,
    apiVersion,
    payload,
    ordered,
    plainSignature,
    rateLimit,
    headers,
  };
}
