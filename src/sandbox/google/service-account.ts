import { errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { PEOPLE, SERVICE_ACCOUNT } from './people.js';
import type { SigningKey, SigningKeys } from './signing-keys.js';

const MAX_LIFETIME_SECONDS = 3600;
const GOOGLES_OWN_ENDPOINT = 'https://oauth2.googleapis.com/token';

/** Why an assertion is worth nothing, in Google's words. */
export class AssertionRefusal extends Error {}

/** The key file of the sandbox's service account, as Google's console hands it out. */
export function keyFile({ keyId, privateJwk }: SigningKey, baseUrl: string): object {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' });
  return {
    type: 'service_account',
    project_id: 'sandbox',
    private_key_id: keyId,
    private_key: key.export({ type: 'pkcs8', format: 'pem' }),
    client_email: SERVICE_ACCOUNT,
    client_id: '104857600000000000099',
    token_uri: `${baseUrl}/token`,
  };
}

/**
 * Reads a service account's assertion (RFC 7523), which may act for a person of its domain (`sub`).
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 * @throws AssertionRefusal when it is not good
 */
export async function readAssertion(
  keys: SigningKeys,
  assertion: string,
  baseUrl: string,
): Promise<{ account: string; scopes: string[] }> {
  const payload = await verified(keys, assertion, baseUrl);
  const { data: claims } = z
    .object({ scope: z.string().min(1), iat: z.number(), exp: z.number(), sub: z.string().optional() })
    .safeParse(payload);
  if (!claims) throw new AssertionRefusal('Invalid JWT: scope, iat and exp are required.');
  if (claims.exp - claims.iat > MAX_LIFETIME_SECONDS) {
    throw new AssertionRefusal(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
    );
  }
  const person = PEOPLE.find(({ detail }) => detail === claims.sub);
  if (claims.sub !== undefined && claims.sub !== SERVICE_ACCOUNT && !person) {
    throw new AssertionRefusal('Invalid email or User ID');
  }
  return { account: person?.id ?? SERVICE_ACCOUNT, scopes: claims.scope.split(' ') };
}

/**
 * Reads a token that the service account has signed for the API itself, without asking for an access token.
 * @see https://google.aip.dev/auth/4111
 */
export async function readSelfSigned(
  keys: SigningKeys,
  token: string,
): Promise<{ account: string; scopes: string[] } | undefined> {
  const key = await importJWK(await keys.publicJwk('service_account'), 'RS256');
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: SERVICE_ACCOUNT,
      subject: SERVICE_ACCOUNT,
      requiredClaims: ['iat', 'exp'],
    });
    const { keyId } = await keys.get('service_account');
    const { iat, exp, scope } = selfSigned.parse(payload);
    if (protectedHeader.kid !== keyId || exp - iat > MAX_LIFETIME_SECONDS) return undefined;
    return { account: SERVICE_ACCOUNT, scopes: scope.split(' ') };
  } catch {
    return undefined; // no token of ours, or not a good one
  }
}

const selfSigned = z.object({ scope: z.string().min(1), iat: z.number(), exp: z.number() });

async function verified(keys: SigningKeys, assertion: string, baseUrl: string): Promise<JWTPayload> {
  const key = await importJWK(await keys.publicJwk('service_account'), 'RS256');
  const audience = [`${baseUrl}/token`, GOOGLES_OWN_ENDPOINT];
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['RS256'],
      issuer: SERVICE_ACCOUNT,
      audience,
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed)
      throw new AssertionRefusal('Invalid JWT Signature.');
    throw new AssertionRefusal('Invalid grant: account not found, or the JWT is not valid now.', { cause });
  }
}
