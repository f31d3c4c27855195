import { z } from 'zod';
import { oauthClient } from '../../connections/providers/oauth-client.config.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** HubSpot's API. */
export const HUBSPOT_API = 'https://api.hubapi.com';

/** @see https://knowledge.hubspot.com/properties/create-and-edit-properties (internal names) */
const PROPERTY_NAME = /^[a-z]\w{0,99}$/;

const schema = z
  .object({
    HUBSPOT_ACCESS_TOKEN: z
      .string()
      .regex(/^pat-[\w-]{16,}$/, { error: 'must be the access token of a private app of HubSpot (pat-…)' })
      .optional(),
    HUBSPOT_CONTACT_FIELDS: list().transform(readContactFields),
    HUBSPOT_CONTACT_EXTERNAL_ID: z
      .string()
      .regex(PROPERTY_NAME, { error: 'must be the internal name of a property of HubSpot: customer_number' })
      .optional(),
    HUBSPOT_CLIENT_ID: z.string().optional(),
    HUBSPOT_API_BASE_URL: baseUrl().default(HUBSPOT_API),
    HUBSPOT_APP_BASE_URL: baseUrl().default('https://app.hubspot.com'),
    HUBSPOT_CLIENT_SECRET: list().refine((secrets) => secrets.every((secret) => /^[\w-]+$/.test(secret)), {
      error:
        'must be the client secret of a HubSpot app; while it is being rotated, both, separated by a comma',
    }),
  })
  .transform((env, context) => ({
    accessToken: env.HUBSPOT_ACCESS_TOKEN,
    contactFields: env.HUBSPOT_CONTACT_FIELDS,
    externalIdProperty: env.HUBSPOT_CONTACT_EXTERNAL_ID,
    clientSecrets: env.HUBSPOT_CLIENT_SECRET,
    // Webhooks alone need no id, so that a secret without one is no mistake.
    client:
      env.HUBSPOT_CLIENT_ID === undefined
        ? undefined
        : oauthClient(
            ['HUBSPOT_CLIENT_ID', env.HUBSPOT_CLIENT_ID],
            ['HUBSPOT_CLIENT_SECRET', env.HUBSPOT_CLIENT_SECRET[0]],
            context,
          ),
    baseUrl: env.HUBSPOT_API_BASE_URL,
    appBaseUrl: env.HUBSPOT_APP_BASE_URL,
  }));

export type HubSpotConfig = z.output<typeof schema>;

/** HubSpot's variables. Without a secret Hookline starts all the same, and refuses HubSpot's webhooks. */
export const hubspotConfig = defineConfig<HubSpotConfig>('hubspot', schema);

/** `tier:loyalty_tier` as our name and HubSpot's. */
function readContactFields(
  entries: readonly string[],
  context: z.RefinementCtx,
): ReadonlyMap<string, string> {
  const pairs = entries.map((entry) => entry.split(':'));
  const fields = new Map(pairs.map(([ours = '', property = '']) => [ours, property]));
  const wellFormed = pairs.every(
    ([ours = '', property = '', ...more]) =>
      /^[A-Za-z]\w*$/.test(ours) && PROPERTY_NAME.test(property) && more.length === 0,
  );
  if (!wellFormed || fields.size < pairs.length || new Set(fields.values()).size < pairs.length) {
    const message =
      'must be pairs of a name of yours and a property of HubSpot, each once: tier:loyalty_tier,plan:plan_name';
    context.addIssue({ code: 'custom', message });
  }
  return fields;
}
