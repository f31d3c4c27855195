import type { FastifyInstance } from 'fastify';
import type { AuthorizationServer, Issued } from '../oauth/authorization-server.js';
import { type RefusalTable, TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest, type TokenRequest } from '../oauth/token-request.js';
import { readFields, readQuery, sendJson } from '../server.js';
import { idToken } from './id-token.js';
import { AssertionRefusal, readAssertion } from './service-account.js';
import type { SigningKeys } from './signing-keys.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** @see https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors */
const REFUSALS: RefusalTable<{ status: number; error: string; description: string }> = {
  unknown_client: { status: 401, error: 'invalid_client', description: 'The OAuth client was not found.' },
  wrong_secret: {
    status: 401,
    error: 'invalid_client',
    description: 'The provided client secret is invalid.',
  },
  unsupported_grant_type: { status: 400, error: 'unsupported_grant_type', description: 'Invalid grant_type' },
  unknown_code: { status: 400, error: 'invalid_grant', description: 'Malformed auth code.' },
  used_code: { status: 400, error: 'invalid_grant', description: 'Code was already redeemed.' },
  expired_code: { status: 400, error: 'invalid_grant', description: 'Bad Request' },
  other_redirect_uri: { status: 400, error: 'redirect_uri_mismatch', description: 'Bad Request' },
  wrong_verifier: { status: 400, error: 'invalid_grant', description: 'Invalid code verifier.' },
  unknown_refresh_token: {
    status: 400,
    error: 'invalid_grant',
    description: 'Token has been expired or revoked.',
  },
};

/** Serves Google's token endpoint, its revocation endpoint, and the keys of its id tokens. */
export function serveTokens(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  keys: SigningKeys,
  baseUrl: () => string,
): void {
  server.post('/token', async (request, reply) => {
    try {
      await sendJson(reply, 200, await tokenAnswer(await issue(readTokenRequest(request))));
    } catch (error) {
      const { status, error: code, description } = wordsFor(error);
      await sendJson(reply, status, { error: code, error_description: description });
    }
  });

  server.post('/revoke', (request, reply) => {
    const { token } = { ...readQuery(request), ...readFields(request) };
    const grant = typeof token === 'string' ? authorization.grantOf(token) : undefined;
    if (!grant) {
      const refusal = { error: 'invalid_token', error_description: 'Token expired or revoked' };
      return sendJson(reply, 400, refusal);
    }
    // Whatever the person has granted the app goes with it.
    authorization.endAll(grant.account, 'app');
    return sendJson(reply, 200, {});
  });

  server.get('/oauth2/v3/certs', async (_request, reply) =>
    sendJson(reply, 200, { keys: [await keys.publicJwk('id_token')] }),
  );

  async function issue(request: TokenRequest): Promise<Issued> {
    if (request.grantType !== JWT_BEARER) return giveToken(authorization, request);
    const { account, scopes } = await readAssertion(keys, request.text('assertion'), baseUrl());
    return authorization.issue(account, scopes);
  }

  async function tokenAnswer(issued: Issued): Promise<object> {
    const about = { issuer: baseUrl(), clientId: authorization.options.clientId };
    return {
      access_token: issued.accessToken.id,
      expires_in: issued.expiresIn,
      refresh_token: issued.refreshToken,
      scope: issued.accessToken.scopes.join(' '),
      token_type: 'Bearer',
      id_token: await idToken(keys, issued, about),
    };
  }
}

function wordsFor(error: unknown) {
  if (error instanceof TokenRefusal) return REFUSALS[error.reason];
  if (error instanceof AssertionRefusal)
    return { status: 400, error: 'invalid_grant', description: error.message };
  throw error;
}
