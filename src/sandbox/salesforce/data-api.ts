import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken, pathParameter, readFields, readQuery, sendJson } from '../server.js';
import { describe } from './objects.js';
import { Queries } from './queries.js';
import { readValues } from './record-rules.js';
import { shown } from './record-view.js';
import type { RecordRow } from './record-row.js';
import type { Records } from './records.js';
import { notFound, SalesforceRefusal } from './refusal.js';
import { Collections, requireExternalId, requireObject, upsert } from './saving.js';

/** Calls in 24 hours, which the sandbox counts and does not enforce. */
const DAILY_CALLS = 15_000;

const DATA = '/services/data/:version';

/** A call with a session, and whose organisation it is. */
interface Call {
  request: FastifyRequest;
  organization: string;
  version: string;
}

/** An answer; without a body for 204. */
interface Answer {
  status: number;
  body?: object;
}

/** An organisation's data: records, queries, and many records at once. Returns how many calls there have been. */
export function serveData(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  records: Records,
): { calls(): number } {
  const queries = new Queries(records);
  const collections = new Collections(records);
  let calls = 0;
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/services/data/')) return;
    calls += 1;
    reply.header('Sforce-Limit-Info', `api-usage=${calls}/${DAILY_CALLS}`);
  });

  route('GET', '/limits', () => {
    const daily = { Max: DAILY_CALLS, Remaining: Math.max(0, DAILY_CALLS - calls) };
    return { status: 200, body: { DailyApiRequests: daily } };
  });
  route('GET', '/query', ({ request, organization, version }) => {
    const { q = '' } = readQuery(request);
    return { status: 200, body: queries.start(organization, version, q, queryOptions(request)) };
  });
  route('GET', '/query/:locator', ({ request, organization, version }) => {
    const locator = pathParameter(request, 'locator');
    return { status: 200, body: queries.next(organization, version, locator, queryOptions(request)) };
  });
  route('POST', '/composite/sobjects', ({ request, organization }) => ({
    status: 200,
    body: collections.create(organization, readFields(request)),
  }));
  route('PATCH', '/composite/sobjects', ({ request, organization }) => ({
    status: 200,
    body: collections.update(organization, readFields(request)),
  }));
  route('PATCH', '/composite/sobjects/:type/:field', ({ request, organization }) => {
    const [type, field] = [pathParameter(request, 'type'), pathParameter(request, 'field')];
    return { status: 200, body: collections.upsert(organization, type, field, readFields(request)) };
  });
  route('POST', '/sobjects/:type', ({ request, organization }) => {
    const object = requireObject(pathParameter(request, 'type'));
    const { recordId } = records.create(organization, object, readValues(object, readFields(request)));
    return { status: 201, body: { id: recordId, success: true, errors: [] } };
  });
  route('GET', '/sobjects/:type/describe', ({ request }) => ({
    status: 200,
    body: describe(requireObject(pathParameter(request, 'type'))),
  }));
  route('GET', '/sobjects/:type/:id', (call) => {
    const { fields } = readQuery(call.request);
    const object = requireObject(pathParameter(call.request, 'type'));
    const body = shown(requireRow(call), object, call.version, fields?.split(','));
    return { status: 200, body };
  });
  route('PATCH', '/sobjects/:type/:id', (call) => {
    const object = requireObject(pathParameter(call.request, 'type'));
    records.update(requireRow(call), object, readValues(object, readFields(call.request)));
    return { status: 204 };
  });
  route('DELETE', '/sobjects/:type/:id', (call) => {
    records.delete(requireRow(call));
    return { status: 204 };
  });
  route('PATCH', '/sobjects/:type/:field/:value', ({ request, organization, version }) => {
    const object = requireObject(pathParameter(request, 'type'));
    const field = requireExternalId(object, pathParameter(request, 'field'));
    const value = pathParameter(request, 'value');
    const done = upsert(records, organization, object, field, value, readFields(request));
    if (!('row' in done)) {
      const addresses = done.map(
        ({ recordId }) => `/services/data/${version}/sobjects/${object.name}/${recordId}`,
      );
      return { status: 300, body: addresses };
    }
    const body = { id: done.row.recordId, success: true, errors: [], created: done.created };
    return { status: done.created ? 201 : 200, body };
  });
  return { calls: () => calls };

  function route(
    method: 'DELETE' | 'GET' | 'PATCH' | 'POST',
    path: string,
    run: (call: Call) => Answer,
  ): void {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        const version = pathParameter(request, 'version');
        const { status, body } = run({ request, organization: organizationOf(request), version });
        await (body ? sendJson(reply, status, body) : reply.status(status).send());
      } catch (error) {
        if (!(error instanceof SalesforceRefusal)) throw error;
        await sendJson(reply, error.status, error.errors);
      }
    };
    server.route({ method, url: DATA + path, handler });
  }

  function organizationOf(request: FastifyRequest): string {
    const standing = authorization.standing(bearerToken(request) ?? '');
    if (standing.is === 'good') return standing.grant.account;
    const message = 'Session expired or invalid';
    throw new SalesforceRefusal(401, { message, errorCode: 'INVALID_SESSION_ID' });
  }

  function requireRow({ request, organization }: Call): RecordRow {
    const [type, id] = [pathParameter(request, 'type'), pathParameter(request, 'id')];
    const row = records.find(organization, type, id);
    if (!row) throw notFound();
    return row;
  }
}

function queryOptions({ headers }: FastifyRequest): string | undefined {
  const options = headers['sforce-query-options'];
  return typeof options === 'string' ? options : undefined;
}
