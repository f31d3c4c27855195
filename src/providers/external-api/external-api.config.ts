import { z } from 'zod';
import { cacheSeconds } from '../../apis/rest/cache-rule.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** How long final statuses are kept unless EXTERNAL_API_CACHE_TTL says otherwise. */
export const CACHE_SECONDS = 300;

const schema = z
  .object({
    EXTERNAL_WEBHOOK_SECRETS: list(),
    EXTERNAL_API_BASE_URL: baseUrl().optional(),
    EXTERNAL_API_KEY: z.string().optional(),
    EXTERNAL_OAUTH_CLIENT_ID: z.string().optional(),
    EXTERNAL_OAUTH_CLIENT_SECRET: z.string().optional(),
    // The description reads it, as it does the key; here it is checked together with all others.
    EXTERNAL_API_CACHE_TTL: cacheSeconds(CACHE_SECONDS),
  })
  .transform((env, context) => {
    const { EXTERNAL_OAUTH_CLIENT_ID: clientId, EXTERNAL_OAUTH_CLIENT_SECRET: clientSecret } = env;
    if (!clientId !== !clientSecret) {
      context.addIssue({
        code: 'custom',
        path: [clientId ? 'EXTERNAL_OAUTH_CLIENT_SECRET' : 'EXTERNAL_OAUTH_CLIENT_ID'],
        message: 'EXTERNAL_OAUTH_CLIENT_ID and EXTERNAL_OAUTH_CLIENT_SECRET belong together: set both',
      });
    }
    return { webhookSecrets: env.EXTERNAL_WEBHOOK_SECRETS, baseUrl: env.EXTERNAL_API_BASE_URL };
  });

export type ExternalApiConfig = z.output<typeof schema>;

/** The variables of the external API, besides those of every road. */
export const externalApiConfig = defineConfig<ExternalApiConfig>('external-api', schema);
