import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

const schema = z
  .object({
    SALESFORCE_ORGANIZATION_IDS: list().refine(
      (ids) => ids.every((id) => /^00D[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/.test(id)),
      { error: 'must be ids of organisations (00D…, 15 or 18 characters), separated by commas' },
    ),
    SALESFORCE_API_BASE_URL: baseUrl().optional(),
    SALESFORCE_CLIENT_ID: z.string().optional(),
    SALESFORCE_CLIENT_SECRET: z.string().optional(),
  })
  .transform((env) => ({
    organizationIds: env.SALESFORCE_ORGANIZATION_IDS,
    client: readClient(env.SALESFORCE_API_BASE_URL, env.SALESFORCE_CLIENT_ID, env.SALESFORCE_CLIENT_SECRET),
  }));

export type SalesforceConfig = z.output<typeof schema>;

/** What is needed to read from an organisation. */
export interface SalesforceClient {
  /** The organisation's own address (My Domain), without a slash at its end: gives out tokens and data. */
  baseUrl: string;
  id: string;
  secret: string;
}

/**
 * Salesforce's variables, besides those of every road. Without the client Hookline starts all the same; then each
 * attempt to read says what is missing.
 */
export const salesforceConfig = defineConfig<SalesforceConfig>('salesforce', schema);

function readClient(
  url: string | undefined,
  id: string | undefined,
  secret: string | undefined,
): SalesforceClient | undefined {
  return url && id && secret ? { baseUrl: url, id, secret } : undefined;
}
