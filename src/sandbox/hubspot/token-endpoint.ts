import type { FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { type RefusalTable, TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest } from '../oauth/token-request.js';
import { HubSpotApiError } from './errors.js';
import { USER_ID } from './hubs.js';

/** HubSpot's own words beside those of RFC 6749; the status is always 400. */
const REFUSALS: RefusalTable<readonly [error: string, status: string, message: string]> = {
  unknown_client: ['invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id'],
  wrong_secret: ['invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret'],
  unsupported_grant_type: ['unsupported_grant_type', 'BAD_GRANT_TYPE', 'missing or unknown grant type'],
  unknown_code: ['invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code'],
  used_code: ['invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code'],
  expired_code: ['invalid_grant', 'EXPIRED_AUTH_CODE', 'expired auth code'],
  other_redirect_uri: ['invalid_grant', 'BAD_REDIRECT_URI', 'missing or unknown redirect URI'],
  wrong_verifier: ['invalid_grant', 'BAD_CODE_VERIFIER', 'missing or invalid code verifier'],
  unknown_refresh_token: ['invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token'],
};

/**
 * What the token endpoint answers. A refresh gives the same refresh token back.
 * @throws HubSpotApiError when there is no token
 */
export function tokenAnswer(authorization: AuthorizationServer, request: FastifyRequest): object {
  const read = readTokenRequest(request);
  const { grant, accessToken, expiresIn, refreshToken } = inHubSpotsWords(() =>
    giveToken(authorization, read),
  );
  return {
    token_type: 'bearer',
    access_token: accessToken.id,
    refresh_token: refreshToken ?? read.text('refresh_token'),
    expires_in: expiresIn,
    hub_id: Number(grant.account),
    user_id: USER_ID,
    scopes: accessToken.scopes,
  };
}

/** @throws HubSpotApiError in place of a TokenRefusal */
export function inHubSpotsWords<T>(run: () => T): T {
  try {
    return run();
  } catch (refusal) {
    if (!(refusal instanceof TokenRefusal)) throw refusal;
    const [error, status, message] = REFUSALS[refusal.reason];
    throw new HubSpotApiError(400, 'VALIDATION_ERROR', message, {
      status,
      error,
      error_description: message,
    });
  }
}
