import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import type { Grant } from '../oauth/rows.js';
import { bearerToken, pathParameter, sendJson } from '../server.js';
import { HubSpotApiError } from './errors.js';
import { APP_ID, hubOf, USER_ID } from './hubs.js';
import { tokenAnswer } from './token-endpoint.js';

/** Serves HubSpot's token endpoint, what it tells about tokens, and the details of an account. */
export function serveApi(server: FastifyInstance, authorization: AuthorizationServer): void {
  server.post('/oauth/v1/token', (request, reply) =>
    answer(reply, () => tokenAnswer(authorization, request)),
  );

  server.get('/oauth/v1/access-tokens/:token', (request, reply) =>
    answer(reply, () => {
      const standing = authorization.standing(pathParameter(request, 'token'));
      if (standing.is !== 'good') throw unknownToken();
      const { grant, token } = standing;
      const secondsLeft = Math.floor((token.expiresAt - Date.now()) / 1000);
      return {
        ...about(grant),
        app_id: APP_ID,
        expires_in: secondsLeft,
        token: token.id,
        token_type: 'access',
      };
    }),
  );

  server.get('/oauth/v1/refresh-tokens/:token', (request, reply) =>
    answer(reply, () => {
      const token = pathParameter(request, 'token');
      const { clientId } = authorization.options;
      return { ...about(grantOf(token)), client_id: clientId, token, token_type: 'refresh' };
    }),
  );

  // HubSpot lets access tokens run out by themselves; here they end with the refresh token.
  server.delete('/oauth/v1/refresh-tokens/:token', (request, reply) =>
    answer(reply, () => {
      authorization.end(grantOf(pathParameter(request, 'token')).id, 'app');
      return undefined;
    }),
  );

  server.get('/account-info/v3/details', (request, reply) =>
    answer(reply, () => {
      const standing = authorization.standing(bearerToken(request) ?? '');
      if (standing.is === 'good') return details(standing.grant);
      throw standing.is === 'expired'
        ? new HubSpotApiError(
            401,
            'EXPIRED_AUTHENTICATION',
            'The OAuth token used to make this call expired.',
          )
        : new HubSpotApiError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
    }),
  );

  function grantOf(token: string): Grant {
    const grant = authorization.grantOf(token);
    if (!grant) throw unknownToken();
    return grant;
  }
}

const unknownToken = () => new HubSpotApiError(404, 'OBJECT_NOT_FOUND', 'token not found');

function about({ account, scopes }: Grant): object {
  const { id, detail } = hubOf(account);
  return { hub_id: Number(id), user_id: USER_ID, user: `ada@${detail}`, hub_domain: detail, scopes };
}

/** @see https://developers.hubspot.com/docs/api-reference/legacy/account/account-information/get-account-details */
function details({ account }: Grant): object {
  return {
    portalId: Number(hubOf(account).id),
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

async function answer(reply: FastifyReply, run: () => object | undefined): Promise<void> {
  try {
    const body = run();
    await (body ? sendJson(reply, 200, body) : reply.status(204).send());
  } catch (error) {
    if (!(error instanceof HubSpotApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}
