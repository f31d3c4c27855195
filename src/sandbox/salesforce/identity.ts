import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken, pathParameter, sendJson } from '../server.js';
import { type Organization, organizationOf } from './organizations.js';
import { identityUrl } from './token-endpoint.js';

/** Serves who has signed in. */
export function serveIdentity(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  baseUrl: () => string,
): void {
  server.get('/services/oauth2/userinfo', (request, reply) => {
    const account = accountOf(request);
    if (account === undefined) return reply.status(403).type('text/plain').send('Bad_OAuth_Token');
    return sendJson(reply, 200, userInfo(organizationOf(account), baseUrl()));
  });

  server.get('/id/:organization/:user', (request, reply) => {
    const account = accountOf(request);
    if (account === undefined || account !== pathParameter(request, 'organization')) {
      return reply.status(403).type('text/plain').send('Bad_OAuth_Token');
    }
    return sendJson(reply, 200, identity(organizationOf(account), baseUrl()));
  });

  function accountOf(request: FastifyRequest): string | undefined {
    const standing = authorization.standing(bearerToken(request) ?? '');
    return standing.is === 'good' ? standing.grant.account : undefined;
  }
}

function userInfo(organization: Organization, baseUrl: string): object {
  const { id, userId, person, email, detail } = organization;
  return {
    sub: identityUrl(baseUrl, id),
    user_id: userId,
    organization_id: id,
    preferred_username: detail,
    name: person,
    email,
    email_verified: true,
  };
}

/** @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm&type=5 */
function identity(organization: Organization, baseUrl: string): object {
  const { id, userId, person, email, detail } = organization;
  return {
    id: identityUrl(baseUrl, id),
    asserted_user: true,
    user_id: userId,
    organization_id: id,
    username: detail,
    display_name: person,
    email,
    urls: {
      rest: `${baseUrl}/services/data/v{version}/`,
      sobjects: `${baseUrl}/services/data/v{version}/sobjects/`,
      custom_domain: baseUrl,
    },
    active: true,
    user_type: 'STANDARD',
    locale: 'en_GB',
  };
}
