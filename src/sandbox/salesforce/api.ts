import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken, pathParameter, sendJson } from '../server.js';
import { type Organization, organizationOf, RECORDS } from './organizations.js';
import { identityUrl } from './token-endpoint.js';

/** Serves who has signed in, and a record or two. */
export function serveApi(
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

  server.get('/services/data/:version/sobjects/:type/:id', (request, reply) => {
    if (accountOf(request) === undefined) {
      return refuse(reply, 401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
    const [type, id] = [pathParameter(request, 'type'), pathParameter(request, 'id')];
    const record = RECORDS.find(({ type: each, fields }) => each === type && isId(id, fields.Id));
    if (!record) return refuse(reply, 404, 'NOT_FOUND', 'The requested resource does not exist');
    const path = `/services/data/${pathParameter(request, 'version')}/sobjects/${type}/${record.fields.Id}`;
    return sendJson(reply, 200, { attributes: { type, url: path }, ...record.fields });
  });

  function accountOf(request: FastifyRequest): string | undefined {
    const standing = authorization.standing(bearerToken(request) ?? '');
    return standing.is === 'good' ? standing.grant.account : undefined;
  }
}

/** Ids are good in 15 and in 18 characters. */
function isId(given: string, id: string): boolean {
  return given === id || given === id.slice(0, 15);
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

function refuse(reply: FastifyReply, status: number, errorCode: string, message: string): Promise<void> {
  return sendJson(reply, status, [{ message, errorCode }]);
}
