import { z } from 'zod';
import { oauthClient } from '../../connections/providers/oauth-client.config.js';
import type { OAuthClient } from '../../contracts/connections.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';
import { isFieldPath } from './contacts/soql.js';

/** Where people log in; those of sandboxes at `https://test.salesforce.com`. */
export const SALESFORCE_LOGIN = 'https://login.salesforce.com';

const schema = z
  .object({
    SALESFORCE_ORGANIZATION_IDS: list().refine(
      (ids) => ids.every((id) => /^00D[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/.test(id)),
      { error: 'must be ids of organisations (00D…, 15 or 18 characters), separated by commas' },
    ),
    SALESFORCE_API_BASE_URL: baseUrl().optional(),
    SALESFORCE_LOGIN_URL: baseUrl().default(SALESFORCE_LOGIN),
    SALESFORCE_CLIENT_ID: z.string().optional(),
    SALESFORCE_CLIENT_SECRET: z.string().optional(),
    SALESFORCE_CONTACT_FIELDS: list().transform(readFieldMapping),
    SALESFORCE_CONTACT_EXTERNAL_ID: z
      .string()
      .refine((name) => isFieldPath(name) && !name.includes('.'), {
        error: 'must be the API name of an external id field of Contact, such as External_Id__c',
      })
      .optional(),
  })
  .transform((env, context) => {
    const app = oauthClient(
      ['SALESFORCE_CLIENT_ID', env.SALESFORCE_CLIENT_ID],
      ['SALESFORCE_CLIENT_SECRET', env.SALESFORCE_CLIENT_SECRET],
      context,
    );
    return {
      organizationIds: env.SALESFORCE_ORGANIZATION_IDS,
      app,
      client: ownClient(env.SALESFORCE_API_BASE_URL, app),
      loginUrl: env.SALESFORCE_LOGIN_URL,
      contactFields: env.SALESFORCE_CONTACT_FIELDS,
      contactExternalId: env.SALESFORCE_CONTACT_EXTERNAL_ID,
    };
  });

export type SalesforceConfig = z.output<typeof schema>;

/** What is needed to read from the product's own organisation, without anybody's consent. */
interface SalesforceClient {
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

function ownClient(url: string | undefined, app: OAuthClient | undefined): SalesforceClient | undefined {
  return url && app ? { baseUrl: url, id: app.clientId, secret: app.clientSecret } : undefined;
}

/** `loyalty_tier:Loyalty_Tier__c`: our name of a contact's property, and the field's. */
function readFieldMapping(entries: readonly string[], context: z.RefinementCtx): ReadonlyMap<string, string> {
  const pairs = entries.map((entry): [string, string] => {
    const [name = '', path = '', ...more] = entry.split(':');
    return [name, more.length === 0 ? path : ''];
  });
  const mapping = new Map(pairs);
  const isGood = pairs.every(([name, path]) => /^[A-Za-z]\w*$/.test(name) && isFieldPath(path));
  if (isGood && mapping.size === pairs.length) return mapping;
  const message =
    'must be pairs of your name and the API name of a field of Contact, each name once: ' +
    'loyalty_tier:Loyalty_Tier__c,company:Company__c';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
