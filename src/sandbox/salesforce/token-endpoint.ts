import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AuthorizationServer, Issued } from '../oauth/authorization-server.js';
import { type RefusalTable, TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest, type TokenRequest } from '../oauth/token-request.js';
import { readFields, readQuery, sendJson } from '../server.js';
import { ORGANIZATIONS, organizationOf } from './organizations.js';

/** @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm&type=5 */
const REFUSALS: RefusalTable<readonly [error: string, description: string]> = {
  unknown_client: ['invalid_client_id', 'client identifier invalid'],
  wrong_secret: ['invalid_client', 'invalid client credentials'],
  unsupported_grant_type: ['unsupported_grant_type', 'grant type not supported'],
  unknown_code: ['invalid_grant', 'invalid authorization code'],
  used_code: ['invalid_grant', 'expired authorization code'],
  expired_code: ['invalid_grant', 'expired authorization code'],
  other_redirect_uri: ['redirect_uri_mismatch', 'redirect_uri must match configuration'],
  wrong_verifier: ['invalid_grant', 'invalid code verifier'],
  unknown_refresh_token: ['invalid_grant', 'expired access/refresh token'],
};

/** Serves the token endpoint, for people and for the app itself, and the revocation endpoint. */
export function serveTokens(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  baseUrl: () => string,
): void {
  server.post('/services/oauth2/token', async (request, reply) => {
    try {
      await sendJson(reply, 200, tokenAnswer(issue(readTokenRequest(request))));
    } catch (error) {
      if (!(error instanceof TokenRefusal)) throw error;
      const [code, description] = REFUSALS[error.reason];
      await sendJson(reply, 400, { error: code, error_description: description });
    }
  });

  server.post('/services/oauth2/revoke', (request, reply) => {
    const { token } = { ...readQuery(request), ...readFields(request) };
    return typeof token === 'string' && revoke(token) ? empty(reply) : unsupported(reply);
  });

  function issue(request: TokenRequest): Issued {
    if (request.grantType !== 'client_credentials') return giveToken(authorization, request);
    authorization.authenticate(request.clientId, request.clientSecret);
    return authorization.issue(ORGANIZATIONS[0].id, ['api']);
  }

  /** A refresh token takes everything with it; an access token is a session that ends. */
  function revoke(token: string): boolean {
    const grant = authorization.grantOf(token);
    if (!grant) return false;
    if (authorization.standing(token).is === 'unknown') authorization.end(grant.id, 'app');
    else authorization.endAccessToken(token);
    return true;
  }

  /** Without `expires_in`: how long a session lasts is up to the organisation. */
  function tokenAnswer({ grant, accessToken, refreshToken }: Issued): object {
    const id = identityUrl(baseUrl(), grant.account);
    const issuedAt = String(Date.now());
    const { clientSecret } = authorization.options;
    return {
      access_token: accessToken.id,
      refresh_token: refreshToken,
      signature: createHmac('sha256', clientSecret).update(`${id}${issuedAt}`).digest('base64'),
      scope: accessToken.scopes.join(' '),
      instance_url: baseUrl(),
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    };
  }
}

/** Where Salesforce tells who has signed in. */
export function identityUrl(baseUrl: string, account: string): string {
  const { id, userId } = organizationOf(account);
  return `${baseUrl}/id/${id}/${userId}`;
}

async function empty(reply: FastifyReply): Promise<void> {
  await reply.status(200).send();
}

function unsupported(reply: FastifyReply): Promise<void> {
  const body = { error: 'unsupported_token_type', error_description: 'this token type is not supported' };
  return sendJson(reply, 400, body);
}
