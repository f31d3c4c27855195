import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

const schema = z
  .object({
    HUBSPOT_CLIENT_SECRET: list().refine((secrets) => secrets.every((secret) => /^[\w-]+$/.test(secret)), {
      error:
        'must be the client secret of a HubSpot app; while it is being rotated, both, separated by a comma',
    }),
  })
  .transform((env) => ({ clientSecrets: env.HUBSPOT_CLIENT_SECRET }));

export type HubSpotConfig = z.output<typeof schema>;

/** HubSpot's variables. Without a secret Hookline starts all the same, and refuses HubSpot's webhooks. */
export const hubspotConfig = defineConfig<HubSpotConfig>('hubspot', schema);
