import { z } from 'zod';
import {
  AuthenticationError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  type IntegrationError,
} from '../../contracts/errors.js';
import { redactText, REDACTED } from '../../platform/logging/redaction.js';
import type { OutboundResponse } from '../outbound-call.js';
import { statedWaitMs } from '../retry/retry-after.js';

/** The operation of a token request, in our words. */
export const TOKEN_OPERATION = 'oauth.token';

/** Of a token whose endpoint does not say how long it is good for, in seconds. */
const DEFAULT_LIFETIME_SECONDS = 300;
/** Of a refusal's own words, in characters. */
const MAX_DESCRIPTION_LENGTH = 200;

/** RFC 6749, 5.1. Some providers write `expires_in` as text. */
const success = z.object({
  access_token: z.string().regex(/^[\x20-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().default(DEFAULT_LIFETIME_SECONDS),
});

/** RFC 6749, 5.2. */
const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

export interface AccessToken {
  readonly token: string;
  readonly lifetimeMs: number;
}

/**
 * What a token endpoint's answer says.
 * @param secrets texts that are in no message, even if the provider quotes them
 * @throws AuthenticationError when the client is refused
 * @throws RateLimitError, ProviderUnavailableError when it may go better later
 * @throws ResponseFormatError when a success is no bearer token
 */
export function readTokenAnswer(
  provider: string,
  response: OutboundResponse,
  secrets: readonly string[],
): AccessToken {
  if (response.status !== 200) throw toError(provider, response, secrets);
  const { data } = success.safeParse(parse(response.body));
  if (data) return { token: data.access_token, lifetimeMs: data.expires_in * 1000 };
  // Without a cause: a parser quotes what it could not read, which here may be a token.
  throw new ResponseFormatError(
    `${provider} answered the token request with something other than a bearer token (RFC 6749, 5.1). Check the token URL.`,
    { provider, operation: TOKEN_OPERATION, status: 200 },
  );
}

function toError(provider: string, response: OutboundResponse, secrets: readonly string[]): IntegrationError {
  const { status, headers } = response;
  const about = { provider, operation: TOKEN_OPERATION, status };
  if (status === 429) {
    const waitMs = statedWaitMs(headers, Date.now()) ?? 1000;
    return new RateLimitError(`${provider} limits requests for tokens. Try again later.`, about, waitMs);
  }
  if (status >= 500) {
    return new ProviderUnavailableError(
      `${provider} cannot give out tokens at the moment (HTTP ${status}). Try again later.`,
      about,
    );
  }
  const why = withoutSecrets(reason(response), secrets);
  return new AuthenticationError(
    `${provider} gave out no token: ${why}. Check client id, client secret and scope.`,
    about,
  );
}

function reason({ status, body }: OutboundResponse): string {
  const { data } = refusal.safeParse(parse(body));
  if (!data) return `HTTP ${status}`;
  return data.error_description === undefined ? data.error : `${data.error} (${data.error_description})`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), redactText(text));
  return clean.replaceAll(/\p{Cc}+/gu, ' ').slice(0, MAX_DESCRIPTION_LENGTH);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // no JSON: refused by the schema, as any other nonsense
  }
}
