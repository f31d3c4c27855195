import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALLS, CalledService } from '../openapi/called-service.js';
import { DescribedApi } from '../openapi/described-api.js';
import { isApi, registeredRoutes, type RegisteredRoute } from './registered-routes.js';

/**
 * Every route of the API that changes something is called, and has to leave an entry in the audit log, with who called
 * it. A new route does so, or is named here with its reason.
 */

/** The product's daily business, which would bury the rest, and what changes nothing. Each route with its reason. */
const UNAUDITED: Readonly<Record<string, string>> = {
  'POST /v1/payments': 'stands at the provider, in the log of requests and on the timeline',
  'POST /v1/payments/:id/capture': 'as above',
  'POST /v1/payments/:id/cancel': 'as above',
  'POST /v1/payments/:id/refunds': 'as above',
  'POST /v1/checkouts': 'as above',
  'PUT /v1/contacts': 'stands at the provider and in the log of requests',
  'POST /v1/contacts/batch': 'as above',
  'POST /v1/calendars/:calendarId/events': 'as above',
  'POST /v1/calendars/:calendarId/events/batch': 'as above',
  'PATCH /v1/calendars/:calendarId/events/:eventId': 'as above',
  'DELETE /v1/calendars/:calendarId/events/:eventId': 'as above',
  'POST /v1/notifications': 'each notification is a record, with its history',
  'POST /v1/notifications/batch': 'as above',
  'POST /v1/events': 'each published event is a record, with its deliveries',
  'POST /api/external/process': 'each request is a record, with what came of it',
};

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const api = await DescribedApi.read();
let called: CalledService;
let deeds: readonly RegisteredRoute[];

beforeAll(async () => {
  called = await CalledService.start(api);
  deeds = registeredRoutes(called.service).filter((route) => isApi(route) && CHANGING.has(route.method));
  for (const id of Object.keys(CALLS)) await called.make(id);
}, 120_000);
afterAll(() => called?.close());

const nameOf = ({ method, path }: RegisteredRoute) => `${method} ${path}`;
const audited = () => deeds.filter((route) => !(nameOf(route) in UNAUDITED));

/** What the example call of a route was answered. */
function answerOf({ method, path }: RegisteredRoute) {
  const described = path.replaceAll(/:(\w+)/g, '{$1}');
  const operation = [...api.operations.values()].find(
    (each) => each.method.toUpperCase() === method && each.path === described,
  );
  return operation && called.made[operation.operationId];
}

it('has no exception for a route that is gone', () => {
  const names = new Set(deeds.map(nameOf));
  expect(Object.keys(UNAUDITED).filter((name) => !names.has(name))).toEqual([]);
});

it('has called every other one with success', () => {
  const refused = audited().filter((route) => (answerOf(route)?.status ?? 500) >= 400);
  expect(refused.map(nameOf)).toEqual([]);
});

it('has an entry of each deed over the API, with its caller', async () => {
  const entries = await called.prisma.auditEntry.findMany({
    where: { actorKind: 'api_key', actor: 'every route', actorId: { not: null }, address: { not: null } },
  });
  const noted = new Set(entries.map(({ requestId }) => requestId));
  const silent = audited().filter((route) => !noted.has(answerOf(route)?.headers.get('x-request-id') ?? ''));
  expect(silent.map(nameOf)).toEqual([]);
});

it('has each deed once', async () => {
  const entries = await called.prisma.auditEntry.findMany({ where: { actorKind: 'api_key' } });
  const deedsNoted = entries.map(({ requestId, action, target }) => `${requestId} ${action} ${target}`);
  expect(deedsNoted.filter((deed, index) => deedsNoted.indexOf(deed) !== index)).toEqual([]);
});

it('has no secret in its entries', async () => {
  const secrets = [
    'whsec_of_the_account',
    'whsec_of_tomorrow',
    'sandbox-key-secret',
    String(called.made.createEndpoint?.body.secret),
    String(called.made.rotateEndpointSecret?.body.secret),
  ];
  const written = JSON.stringify(await called.prisma.auditEntry.findMany());
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
