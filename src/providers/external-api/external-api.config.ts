import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

const schema = z
  .object({ EXTERNAL_WEBHOOK_SECRETS: list(), EXTERNAL_API_BASE_URL: baseUrl().optional() })
  .transform((env) => ({
    webhookSecrets: env.EXTERNAL_WEBHOOK_SECRETS,
    baseUrl: env.EXTERNAL_API_BASE_URL,
  }));

export type ExternalApiConfig = z.output<typeof schema>;

/** The variables of the generic external API, besides those of every road. */
export const externalApiConfig = defineConfig<ExternalApiConfig>('external-api', schema);
