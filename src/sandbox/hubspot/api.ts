import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import type { Grant } from '../oauth/rows.js';
import { readTokenRequest } from '../oauth/token-request.js';
import { sendJson } from '../server.js';
import type { Callers } from './caller.js';
import { HubSpotApiError } from './errors.js';
import { APP_ID, hubOf, USER_ID } from './hubs.js';
import { inHubSpotsWords, tokenAnswer } from './token-endpoint.js';

const OAUTH = '/oauth/2026-03';

/**
 * Serves HubSpot's token endpoint, what it tells about tokens, and the details of an account.
 * @see https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/token-introspect
 */
export function serveApi(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  callers: Callers,
): void {
  server.post(`${OAUTH}/token`, (request, reply) => answer(reply, () => tokenAnswer(authorization, request)));

  server.post(`${OAUTH}/token/introspect`, (request, reply) =>
    answer(reply, () => {
      const token = tokenOf(request);
      const standing = authorization.standing(token);
      if (standing.is === 'good') {
        const expiresIn = Math.floor((standing.token.expiresAt - Date.now()) / 1000);
        return {
          ...about(standing.grant, token),
          token_use: 'access_token',
          app_id: APP_ID,
          expires_in: expiresIn,
        };
      }
      const grant = standing.is === 'unknown' ? authorization.grantOf(token) : undefined;
      return grant ? { ...about(grant, token), token_use: 'refresh_token' } : { active: false };
    }),
  );

  // A token that is not there is as good as revoked (RFC 7009, 2.2).
  server.post(`${OAUTH}/token/revoke`, (request, reply) =>
    answer(reply, () => {
      const grant = authorization.grantOf(tokenOf(request));
      if (grant) authorization.end(grant.id, 'app');
      return {};
    }),
  );

  server.get('/account-info/v3/details', (request, reply) =>
    answer(reply, () => details(callers.of(request).hub)),
  );

  /** The token that the app itself asks about. @throws HubSpotApiError when it is not the app who asks */
  function tokenOf(request: FastifyRequest): string {
    const { clientId, clientSecret, text } = readTokenRequest(request);
    inHubSpotsWords(() => authorization.authenticate(clientId, clientSecret));
    return text('token');
  }

  function about({ account, scopes }: Grant, token: string): object {
    const { id, detail } = hubOf(account);
    return {
      active: true,
      token,
      token_type: 'bearer',
      client_id: authorization.options.clientId,
      hub_id: Number(id),
      hub_domain: detail,
      user_id: USER_ID,
      user: `ada@${detail}`,
      scopes,
    };
  }
}

/** @see https://developers.hubspot.com/docs/api-reference/legacy/account/account-information/get-account-details */
function details(hub: string): object {
  return {
    portalId: Number(hubOf(hub).id),
    accountType: 'DEVELOPER_TEST',
    timeZone: 'Europe/London',
    companyCurrency: 'EUR',
    additionalCurrencies: [],
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  };
}

async function answer(reply: FastifyReply, run: () => object): Promise<void> {
  try {
    await sendJson(reply, 200, run());
  } catch (error) {
    if (!(error instanceof HubSpotApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}
