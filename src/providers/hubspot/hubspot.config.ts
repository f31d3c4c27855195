import { z } from 'zod';
import { oauthClient } from '../../connections/providers/oauth-client.config.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** HubSpot's API. */
const HUBSPOT_API = 'https://api.hubapi.com';

const schema = z
  .object({
    HUBSPOT_CLIENT_ID: z.string().optional(),
    HUBSPOT_API_BASE_URL: baseUrl().default(HUBSPOT_API),
    HUBSPOT_APP_BASE_URL: baseUrl().default('https://app.hubspot.com'),
    HUBSPOT_CLIENT_SECRET: list().refine((secrets) => secrets.every((secret) => /^[\w-]+$/.test(secret)), {
      error:
        'must be the client secret of a HubSpot app; while it is being rotated, both, separated by a comma',
    }),
  })
  .transform((env, context) => ({
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
