import { z } from 'zod';
import type { Endpoint, EndpointChanges, NewEndpoint } from '../../../contracts/events.js';
import { EndpointPayload } from '../../../platform/database/generated/enums.js';
import { readFilterQuery } from '../../filters/filter-query.js';

/** What is typed in a row or below each other. */
const words = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** A checkbox comes only when it is ticked. */
const ticked = z
  .string()
  .optional()
  .transform((text) => text !== undefined);

/** Lines of `Name: value`. */
const headers = z.string().transform((text, context) => {
  const lines = text.split('\n').map((line) => line.trim());
  const entries = lines.filter(Boolean).map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) {
      context.addIssue({ code: 'custom', message: 'must be lines such as Authorization: Bearer abc' });
    }
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return Object.fromEntries(entries);
});

/** The fields of the form; what they must be beyond their form, the service says. */
const fields = {
  url: z.string().default(''),
  event_types: words,
  description: z.string().default(''),
  api_version: z.string().optional(),
  payload: z.enum(EndpointPayload, { error: 'must be full or thin' }).default('full'),
  rate_limit: z.coerce.number({ error: 'must be a number of deliveries a minute' }).optional(),
  headers: headers.optional(),
  ordered: ticked,
  plain_signature: ticked,
};

type Settings = z.output<z.ZodObject<typeof fields>>;

/** An endpoint that is to be added. */
export const newEndpointForm: z.ZodType<NewEndpoint> = z
  .object({ ...fields, tenant: z.string().default(''), prove_ownership: ticked })
  .transform(({ tenant, prove_ownership: proveOwnership, ...settings }) => ({
    ...settingsOf(settings),
    tenant,
    proveOwnership,
  }));

/** What is to be different of an endpoint. Its headers cannot be shown again: they stay unless new ones are typed. */
export const editEndpointForm: z.ZodType<EndpointChanges> = z
  .object({ ...fields, remove_headers: ticked })
  .transform(({ remove_headers: removeHeaders, ...settings }) => ({
    ...settingsOf(settings),
    ...(removeHeaders && { headers: settings.headers ?? {} }),
  }));

function settingsOf({ url, description, payload, ordered, headers: own, ...settings }: Settings) {
  return {
    url,
    description,
    payload,
    ordered,
    eventTypes: settings.event_types.length > 0 ? settings.event_types : ['*'],
    apiVersion: settings.api_version ?? null,
    rateLimit: settings.rate_limit ?? null,
    plainSignature: settings.plain_signature,
    ...(own && { headers: own }),
  };
}

/** What the form begins with, to change an endpoint. */
export function typedOf(endpoint: Endpoint): Readonly<Record<string, string>> {
  const { url, description, payload, eventTypes, apiVersion, rateLimit, ordered, plainSignature } = endpoint;
  return {
    url,
    description,
    payload,
    event_types: eventTypes.join('\n'),
    ...(apiVersion !== null && { api_version: apiVersion }),
    ...(rateLimit !== null && { rate_limit: String(rateLimit) }),
    ...(ordered && { ordered: 'on' }),
    ...(plainSignature && { plain_signature: 'on' }),
  };
}

/** What comes back into a form that was not accepted: all but the headers, which may hold a secret. */
export function typedAgain(body: unknown): Readonly<Record<string, string>> {
  const { typed } = readFilterQuery(z.unknown(), body);
  return Object.fromEntries(Object.entries(typed).filter(([name]) => name !== 'headers'));
}
