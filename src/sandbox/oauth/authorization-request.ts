import { z } from 'zod';
import type { AuthorizationServer } from './authorization-server.js';
import { AuthorizationRefusal } from './refusals.js';

/** What a browser was sent with to an authorization endpoint, checked. */
export interface AuthorizationRequest {
  redirectUri: string;
  scopes: readonly string[];
  state: string | undefined;
  challenge: string | undefined;
  nonce: string | undefined;
  /** All parameters, for those that only one provider has. */
  parameters: Readonly<Record<string, string>>;
}

const challenge = z.string().regex(/^[\w-]{43}$/);

/**
 * Reads the parameters of an authorization request (RFC 6749, 4.1.1; RFC 7636, 4.3).
 * @throws AuthorizationRefusal for whatever is wrong with them
 */
export function readAuthorizationRequest(
  server: AuthorizationServer,
  parameters: Readonly<Record<string, string>>,
  scopeSeparator: ' ' | ',',
): AuthorizationRequest {
  const { client_id: clientId, redirect_uri: redirectUri = '', response_type: type = 'code' } = parameters;
  if (clientId !== server.options.clientId) {
    throw new AuthorizationRefusal(`This sandbox knows no app with the client id «${clientId ?? ''}».`);
  }
  if (!server.allowsRedirectTo(redirectUri)) {
    throw new AuthorizationRefusal(`The app has not registered the redirect URI «${redirectUri}».`);
  }
  if (type !== 'code') throw new AuthorizationRefusal(`The response type «${type}» is not supported.`);
  const scopes = (parameters.scope ?? '').split(scopeSeparator).filter(Boolean);
  if (scopes.length === 0) throw new AuthorizationRefusal('The request asks for no scopes.');
  return {
    redirectUri,
    scopes: [...new Set(scopes)],
    state: parameters.state,
    challenge: readChallenge(parameters),
    nonce: parameters.nonce,
    parameters,
  };
}

function readChallenge(parameters: Readonly<Record<string, string>>): string | undefined {
  const { code_challenge: given, code_challenge_method: method } = parameters;
  if (given === undefined) return undefined;
  if (method !== 'S256' || !challenge.safeParse(given).success) {
    throw new AuthorizationRefusal('The PKCE challenge must be 43 characters long and made by S256.');
  }
  return given;
}

/** Where a browser goes with the answer. */
export function redirectWith(
  request: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): string {
  const address = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
  if (request.state !== undefined) address.searchParams.set('state', request.state);
  return address.href;
}
