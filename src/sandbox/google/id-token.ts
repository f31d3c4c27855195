import { SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import type { Issued } from '../oauth/authorization-server.js';
import { PEOPLE } from './people.js';
import type { SigningKeys } from './signing-keys.js';

const LIFETIME_SECONDS = 3600;

/**
 * Who has signed in, for those who asked for `openid`.
 * @see https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
 */
export async function idToken(
  keys: SigningKeys,
  { grant, accessToken, nonce }: Issued,
  { issuer, clientId }: { issuer: string; clientId: string },
): Promise<string | undefined> {
  const person = PEOPLE.find(({ id }) => id === grant.account);
  if (!person || !grant.scopes.includes('openid')) return undefined;
  const { keyId } = await keys.get('id_token');
  const claims = {
    azp: clientId,
    at_hash: createHash('sha256').update(accessToken.id).digest().subarray(0, 16).toString('base64url'),
    email: person.detail,
    email_verified: true,
    name: person.name,
    ...(nonce !== undefined && { nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setSubject(person.id)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(await keys.privateKey('id_token'));
}
