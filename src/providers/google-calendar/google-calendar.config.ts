import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { oauthClient } from '../../connections/providers/oauth-client.config.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** Google's APIs. */
export const GOOGLE_API = 'https://www.googleapis.com';

/** A token is all that tells Google's notifications from anybody's: short ones could be guessed. In characters. */
const MIN_TOKEN_LENGTH = 16;

/** The parts of a key file that are needed. @see https://cloud.google.com/iam/docs/keys-create-delete */
const keyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key_id: z.string().min(1),
  private_key: z.string().refine(isRsaKey),
});

/** The content of a key file, read. */
export const serviceAccount = z.string().transform((text, context) => {
  const { data } = keyFile.safeParse(parseJson(text));
  if (data) {
    return { email: data.client_email, keyId: data.private_key_id, privateKey: data.private_key };
  }
  // No further reason: it might quote the key.
  const message = 'must be the content of a service account’s JSON key file';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const schema = z
  .object({
    GOOGLE_CHANNEL_TOKENS: list().refine(
      (tokens) => tokens.every((token) => token.length >= MIN_TOKEN_LENGTH),
      {
        error: `must be channel tokens of at least ${MIN_TOKEN_LENGTH} characters (openssl rand -hex 32), separated by commas`,
      },
    ),
    GOOGLE_SERVICE_ACCOUNT: serviceAccount.optional(),
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GOOGLE_API_BASE_URL: baseUrl().default(GOOGLE_API),
    GOOGLE_OAUTH_BASE_URL: baseUrl().optional(),
  })
  .transform((env, context) => ({
    channelTokens: env.GOOGLE_CHANNEL_TOKENS,
    serviceAccount: env.GOOGLE_SERVICE_ACCOUNT,
    client: oauthClient(
      ['GOOGLE_CLIENT_ID', env.GOOGLE_CLIENT_ID],
      ['GOOGLE_CLIENT_SECRET', env.GOOGLE_CLIENT_SECRET],
      context,
    ),
    baseUrl: env.GOOGLE_API_BASE_URL,
    server: authorizationServer(env.GOOGLE_OAUTH_BASE_URL),
  }));

export type GoogleCalendarConfig = z.output<typeof schema>;
export type GoogleServiceAccount = z.output<typeof serviceAccount>;

/** Google Calendar's variables, besides those of the road to Google (`GOOGLE_TIMEOUT`, …). */
export const googleCalendarConfig = defineConfig<GoogleCalendarConfig>('google-calendar', schema);

/**
 * Google's endpoints, or those of a stand-in, which has all of them at one address.
 * @see https://accounts.google.com/.well-known/openid-configuration
 */
function authorizationServer(base: string | undefined) {
  return {
    issuer: base ?? 'https://accounts.google.com',
    authorizationEndpoint: `${base ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`,
    tokenEndpoint: `${base ?? 'https://oauth2.googleapis.com'}/token`,
    revocationEndpoint: `${base ?? 'https://oauth2.googleapis.com'}/revoke`,
    jwksUri: `${base ?? GOOGLE_API}/oauth2/v3/certs`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema, as any other nonsense
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false; // not PEM: refused in the schema's words, which quote nothing
  }
}
