import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

/** A token is all that tells Google's notifications from anybody's: short ones could be guessed. In characters. */
const MIN_TOKEN_LENGTH = 16;

/** The parts of a key file that are needed. @see https://cloud.google.com/iam/docs/keys-create-delete */
const keyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key_id: z.string().min(1),
  private_key: z.string().refine(isRsaKey),
});

const serviceAccount = z.string().transform((text, context) => {
  const { data } = keyFile.safeParse(parseJson(text));
  if (data) {
    return { email: data.client_email, keyId: data.private_key_id, privateKey: data.private_key };
  }
  // No further reason: it might quote the key.
  const message = 'must be the content of a service account’s JSON key file, on one line';
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
  })
  .transform((env) => ({
    channelTokens: env.GOOGLE_CHANNEL_TOKENS,
    serviceAccount: env.GOOGLE_SERVICE_ACCOUNT,
  }));

export type GoogleCalendarConfig = z.output<typeof schema>;
export type GoogleServiceAccount = NonNullable<GoogleCalendarConfig['serviceAccount']>;

/** Google Calendar's variables, besides those of the road to Google (`GOOGLE_API_BASE_URL`, `GOOGLE_TIMEOUT`, …). */
export const googleCalendarConfig = defineConfig<GoogleCalendarConfig>('google-calendar', schema);

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
