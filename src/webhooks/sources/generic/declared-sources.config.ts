import { z } from 'zod';
import type { WebhookSource } from '../../../contracts/webhooks.js';
import { defineConfig, type Environment } from '../../../platform/config/config-section.js';
import { list } from '../../../platform/config/values.js';
import { hmacOptionsSchema, type HmacSourceOptions } from './hmac-options.js';
import { HmacWebhookSource } from './hmac-webhook-source.js';
import { parseStandardWebhooksKey } from '../../../platform/signatures/standard-webhooks-key.js';
import { StandardWebhooksSource } from './standard-webhooks-source.js';

/** The sources that `WEBHOOK_SOURCES` declares, by name. */
export type DeclaredSources = ReadonlyMap<string, WebhookSource>;

/** `github:hmac`: the name in `/webhooks/github`, and how its webhooks are signed. */
const DECLARATION = /^(?<name>[a-z][a-z0-9-]{0,62}):(?<scheme>hmac|standard-webhooks)$/;

/** How the variable of each option ends, after the source's own prefix: `GITHUB_WEBHOOK_SECRETS`. */
const HMAC_VARIABLES = {
  secrets: 'WEBHOOK_SECRETS',
  signatureHeader: 'WEBHOOK_SIGNATURE_HEADER',
  algorithm: 'WEBHOOK_ALGORITHM',
  encoding: 'WEBHOOK_ENCODING',
  signaturePrefix: 'WEBHOOK_SIGNATURE_PREFIX',
  timestampHeader: 'WEBHOOK_TIMESTAMP_HEADER',
  signedContent: 'WEBHOOK_SIGNED_CONTENT',
  id: 'WEBHOOK_ID',
  type: 'WEBHOOK_TYPE',
  time: 'WEBHOOK_TIME',
} as const satisfies Record<keyof HmacSourceOptions, string>;

type Refuse = (variable: string, message: string) => void;

const schema = z
  .record(z.string(), z.string().optional())
  .transform((environment, context): DeclaredSources => {
    const names = new Set<string>();
    const sources = new Map<string, WebhookSource>();
    const refuse: Refuse = (variable, message) =>
      context.addIssue({ code: 'custom', path: [variable], message });
    for (const entry of list().parse(environment['WEBHOOK_SOURCES'])) {
      const { name, scheme } = DECLARATION.exec(entry)?.groups ?? {};
      if (!name) {
        refuse(
          'WEBHOOK_SOURCES',
          `"${entry}" must be NAME:hmac or NAME:standard-webhooks, with a name of a-z, 0-9 and -, such as github:hmac`,
        );
      } else if (names.has(name)) {
        refuse('WEBHOOK_SOURCES', `declares ${name} twice`);
      } else {
        names.add(name);
        const declare = scheme === 'hmac' ? hmacSource : standardWebhooksSource;
        const source = declare(name.replaceAll('-', '_').toUpperCase(), environment, refuse);
        if (source) sources.set(name, source);
      }
    }
    return sources;
  });

/** `WEBHOOK_SOURCES`, and the variables of every source that it declares. */
export const declaredSourcesConfig = defineConfig<DeclaredSources>('declaredSources', schema, [
  'WEBHOOK_SOURCES',
]);

function hmacSource(prefix: string, environment: Environment, refuse: Refuse): WebhookSource | undefined {
  const variables = Object.entries(HMAC_VARIABLES).map(
    ([option, ending]) => [option, `${prefix}_${ending}`] as const,
  );
  const options = Object.fromEntries(variables.map(([option, variable]) => [option, environment[variable]]));
  const secrets = list().parse(options['secrets']);
  const settings = hmacOptionsSchema.safeParse({ ...options, secrets });
  if (settings.success) return new HmacWebhookSource(`${prefix}_WEBHOOK_SECRETS`, settings.data);

  const variableOf = new Map<unknown, string>(variables);
  for (const { path, message } of settings.error.issues) refuse(variableOf.get(path[0]) ?? prefix, message);
  return undefined;
}

function standardWebhooksSource(
  prefix: string,
  environment: Environment,
  refuse: Refuse,
): WebhookSource | undefined {
  const variable = `${prefix}_WEBHOOK_SECRETS`;
  const secrets = list().parse(environment[variable]);
  if (secrets.every(parseStandardWebhooksKey)) return new StandardWebhooksSource(variable, secrets);
  refuse(
    variable,
    'must be secrets whsec_… (24 to 64 bytes in base64) or public keys whpk_… (32 bytes), separated by commas',
  );
  return undefined;
}
