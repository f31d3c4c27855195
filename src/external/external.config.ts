import { z } from 'zod';
import { defineConfig } from '../platform/config/config-section.js';
import { list } from '../platform/config/values.js';
import { parseStandardWebhooksKey } from '../platform/signatures/standard-webhooks-key.js';

/** The specification names `json`; the others are what such services usually take. */
const FORMATS = ['json', 'csv', 'xml', 'text'];

const schema = z
  .object({
    EXTERNAL_API_FORMATS: list().transform((formats) => (formats.length > 0 ? formats : FORMATS)),
    EXTERNAL_CALLBACK_SECRETS: list().refine(
      (secrets) => secrets.every((secret) => parseStandardWebhooksKey(secret)?.version === 'v1'),
      {
        error:
          'must be whsec_ and 24 to 64 bytes in base64; while it is being rotated, both, separated by a comma',
      },
    ),
    EXTERNAL_REQUEST_RETENTION_DAYS: z.coerce
      .number({ error: 'must be a number of days, 1 to 3650' })
      .int('must be a whole number of days')
      .min(1, 'must be at least 1 day')
      .max(3_650, 'must be at most 3650 days')
      .default(30),
  })
  .transform((env) => ({
    formats: env.EXTERNAL_API_FORMATS,
    callbackSecrets: env.EXTERNAL_CALLBACK_SECRETS,
    retentionDays: env.EXTERNAL_REQUEST_RETENTION_DAYS,
  }));

export type ExternalConfig = z.output<typeof schema>;

/** Which formats of data are taken, what callbacks are signed with, and how long requests are kept once they are done. */
export const externalConfig = defineConfig<ExternalConfig>('external', schema);
