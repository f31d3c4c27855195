import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

const schema = z
  .object({ EXTERNAL_WEBHOOK_SECRETS: list() })
  .transform((env) => ({ webhookSecrets: env.EXTERNAL_WEBHOOK_SECRETS }));

export type ExternalApiConfig = z.output<typeof schema>;

/** The variables of the generic external API, besides those of every road. */
export const externalApiConfig = defineConfig<ExternalApiConfig>('external-api', schema);
