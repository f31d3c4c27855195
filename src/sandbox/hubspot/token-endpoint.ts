import type { FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { type RefusalTable, TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest } from '../oauth/token-request.js';
import { HubSpotApiError } from './errors.js';

/** HubSpot's own words, which are not those of RFC 6749; the status is always 400. */
const REFUSALS: RefusalTable<readonly [status: string, message: string]> = {
  unknown_client: ['BAD_CLIENT_ID', 'missing or unknown client id'],
  wrong_secret: ['BAD_CLIENT_SECRET', 'missing or invalid client secret'],
  unsupported_grant_type: ['BAD_GRANT_TYPE', 'missing or unknown grant type'],
  unknown_code: ['BAD_AUTH_CODE', 'missing or unknown auth code'],
  used_code: ['BAD_AUTH_CODE', 'missing or unknown auth code'],
  expired_code: ['EXPIRED_AUTH_CODE', 'expired auth code'],
  other_redirect_uri: ['BAD_REDIRECT_URI', 'missing or unknown redirect URI'],
  wrong_verifier: ['BAD_CODE_VERIFIER', 'missing or invalid code verifier'],
  unknown_refresh_token: ['BAD_REFRESH_TOKEN', 'missing or invalid refresh token'],
};

/**
 * What `/oauth/v1/token` answers. A refresh gives the same refresh token back.
 * @throws HubSpotApiError when there is no token
 */
export function tokenAnswer(authorization: AuthorizationServer, request: FastifyRequest): object {
  const read = readTokenRequest(request);
  try {
    const issued = giveToken(authorization, read);
    return {
      token_type: 'bearer',
      refresh_token: issued.refreshToken ?? read.text('refresh_token'),
      access_token: issued.accessToken.id,
      expires_in: issued.expiresIn,
    };
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    const [status, message] = REFUSALS[error.reason];
    throw new HubSpotApiError(400, 'VALIDATION_ERROR', message, status);
  }
}
