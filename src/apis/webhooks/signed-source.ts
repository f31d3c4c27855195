import type { WebhookSource } from '../../contracts/webhooks.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { hmacOptionsSchema } from '../../webhooks/sources/generic/hmac-options.js';
import { HmacWebhookSource } from '../../webhooks/sources/generic/hmac-webhook-source.js';
import { parseStandardWebhooksKey } from '../../platform/signatures/standard-webhooks-key.js';
import { StandardWebhooksSource } from '../../webhooks/sources/generic/standard-webhooks-source.js';
import type { ApiWebhooks } from './api-webhooks.js';

/** Believes what is signed with one of these secrets. @throws ConfigurationError for a secret that can be none */
type SignedSource = (secrets: readonly string[]) => WebhookSource;

/**
 * How the webhooks of an API are believed.
 * @throws TypeError when the description of their signature contradicts itself
 */
export function signedSourceOf(api: string, { secrets: { variable }, signature }: ApiWebhooks): SignedSource {
  if (signature === 'standard-webhooks') {
    return (secrets) => {
      if (secrets.every(parseStandardWebhooksKey)) return new StandardWebhooksSource(variable, secrets);
      throw new ConfigurationError([
        `${variable} must be secrets whsec_… (24 to 64 bytes in base64) or public keys whpk_… (32 bytes), separated by commas`,
      ]);
    };
  }
  const { data: settings, error } = hmacOptionsSchema.safeParse({ ...signature, secrets: [] });
  if (settings) return (secrets) => new HmacWebhookSource(variable, { ...settings, secrets });
  const problems = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
  throw new TypeError(`${api}: the signature of its webhooks makes no sense: ${problems}.`);
}
