import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/platform/api-access/scopes.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { givenConnection } from '../support/connections.js';
import { signIn } from '../support/console.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { isApi, pathOf, registeredRoutes, type RegisteredRoute } from './registered-routes.js';

/** Of nothing that there is. */
const NOWHERE = '0198f0f0-0000-7000-8000-000000000000';

let hookline: TestHookline;
let api: RegisteredRoute[];
/** A connected account of the tenant `victim`. */
let connectionId: string;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { API_RATE_LIMIT: '1000000' } });
  api = registeredRoutes(hookline).filter(isApi);
  connectionId = await givenConnection(hookline, {
    provider: 'slack',
    tenant: 'victim',
    accessToken: 'token-of-the-account',
  });
});
afterAll(() => hookline?.close());

const nameOf = ({ method, path }: RegisteredRoute) => `${method} ${path}`;

function send(route: RegisteredRoute, key: string, path = pathOf(route, NOWHERE), body: unknown = {}) {
  return request(hookline.url + path, route.method, route.method === 'GET' ? undefined : body, {
    Authorization: `Bearer ${key}`,
    ...(route.method === 'POST' && { 'Idempotency-Key': crypto.randomUUID() }),
  });
}

describe('A scope', () => {
  it('opens its own routes, and not one of the others', async () => {
    const wrong: string[] = [];
    for (const scope of SCOPES.filter((one) => one !== 'admin')) {
      const all = SCOPES.filter((one) => one !== 'admin' && one !== scope);
      const [only, allButIt] = await Promise.all([hookline.createKey(scope), hookline.createKey(...all)]);
      for (const route of api.filter((one) => one.scope === scope)) {
        const refused = await send(route, allButIt);
        if (refused.status !== 403) wrong.push(`${nameOf(route)} without ${scope}: ${refused.status}`);
        const opened = await send(route, only);
        if ([401, 403].includes(opened.status) || opened.status === 500)
          wrong.push(`${nameOf(route)} with ${scope}: ${opened.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is there for every route, and every scope has routes', () => {
    const used = new Set(api.map(({ scope }) => scope));
    expect(SCOPES.filter((scope) => scope !== 'admin' && !used.has(scope))).toEqual([]);
  });
});

describe('A viewer of the console', () => {
  it('changes nothing but their own account', async () => {
    const viewer = await signIn(hookline, 'viewer');
    const forms = registeredRoutes(hookline).filter(
      ({ method, path }) =>
        method === 'POST' &&
        path.startsWith('/console/') &&
        !/^\/console\/(sign-in|account|sign-out)/.test(path),
    );
    expect(forms.length).toBeGreaterThan(25);
    const statuses = await Promise.all(
      forms.map(async (route) => [nameOf(route), (await viewer.act(pathOf(route, NOWHERE))).status]),
    );
    expect(statuses.filter(([, status]) => status !== 403)).toEqual([]);
  });
});

describe('The connection of another tenant', () => {
  const taken = ['connection_id', 'tenant'];
  const takes = (route: RegisteredRoute, place: 'body' | 'query') => {
    const issues = route.schemas[place]?.safeParse({ connection_id: 7, tenant: 7 }).error?.issues ?? [];
    return taken.every((name) =>
      issues.some(({ path, code }) => path[0] === name && code === 'invalid_type'),
    );
  };

  it('is not one’s own on any route that takes both', async () => {
    const routes = api.filter((route) => takes(route, 'body') || takes(route, 'query'));
    expect(routes.length).toBeGreaterThan(3);
    const key = await hookline.createKey('admin');
    const account = { provider: 'slack', connection_id: connectionId, tenant: 'mallory' };
    for (const route of routes) {
      const inQuery = takes(route, 'query');
      const query = inQuery ? `?${new URLSearchParams(account).toString()}` : '';
      const { status, body } = await send(route, key, pathOf(route, NOWHERE) + query, inQuery ? {} : account);
      expect(`${nameOf(route)}: ${status}`).toMatch(/: 4\d\d$/);
      expect(JSON.stringify(body)).not.toMatch(/token-of|victim/);
    }
  });

  it('is not found by its id, and not changed', async () => {
    const key = await hookline.createKey('admin');
    const prisma = hookline.app.get(PrismaService, { strict: false });
    const before = await prisma.connection.findUniqueOrThrow({ where: { id: connectionId } });
    const withId = api.filter(({ path }) => path.startsWith('/v1/connections/:id'));
    for (const route of withId) {
      const { status } = await send(route, key, `${pathOf(route, connectionId)}?tenant=mallory`);
      expect(`${nameOf(route)}: ${status}`).toBe(`${nameOf(route)}: 404`);
    }
    const message = {
      provider: 'slack',
      connection_id: connectionId,
      tenant: 'mallory',
      to: '#x',
      text: 'x',
    };
    expect((await hookline.api('POST', '/v1/notifications', message)).status).toBe(404);
    const link = { provider: 'slack', connection_id: connectionId, tenant: 'mallory' };
    expect((await hookline.api('POST', '/v1/connect-links', link)).status).toBe(404);
    expect(await prisma.connection.findUniqueOrThrow({ where: { id: connectionId } })).toEqual(before);
  });
});

describe('An id', () => {
  const ODD = [
    NOWHERE,
    '0',
    '-1',
    '1e9',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    "'%20OR%201=1--",
    '%00',
    '%ff',
    '..%2f..%2fetc%2fpasswd',
    '%7b%24ne%3a1%7d',
    '${7*7}',
    NOWHERE.toUpperCase(),
    'a'.repeat(300),
    '%F0%9F%92%A3',
  ];

  it('of nothing, or that is none, is a 4xx at every route', async () => {
    const key = await hookline.createKey('admin');
    const wrong: string[] = [];
    for (const route of api.filter(({ path }) => path.includes(':'))) {
      const answers = await Promise.all(
        ODD.map(async (id) => [id, (await send(route, key, pathOf(route, id))).status] as const),
      );
      for (const [id, status] of answers) if (status >= 500) wrong.push(`${nameOf(route)} ${id}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('of another kind of object finds nothing', async () => {
    const key = await hookline.createKey('admin');
    const routes = api.filter(
      ({ method, path }) =>
        method === 'GET' && /\/:(id|\w+Id)$/.test(path) && !/calendar|connections/.test(path),
    );
    const found = await Promise.all(
      routes.map(async (route) => [
        nameOf(route),
        (await send(route, key, pathOf(route, connectionId))).status,
      ]),
    );
    expect(found.filter(([, status]) => Number(status) < 400)).toEqual([]);
  });
});

describe('A field that is not asked for', () => {
  const EXTRA = {
    id: NOWHERE,
    role: 'admin',
    scopes: ['admin'],
    is_admin: true,
    created_at: '2000-01-01T00:00:00Z',
    api_key_id: NOWHERE,
    verified: true,
    ownership: 'proved',
  };

  /** What these routes are asked about: scopes to consent to, the ids of events. */
  const ASKED: Readonly<Record<string, readonly string[]>> = {
    'POST /v1/connect-links': ['scopes'],
    'POST /v1/webhook-events/replay': ['id'],
  };

  it('is refused by name in every body', async () => {
    const key = await hookline.createKey('admin');
    const missed: string[] = [];
    for (const route of api.filter(({ schemas }) => schemas.body)) {
      const { status, body } = await send(route, key, undefined, EXTRA);
      const named = new Set((body?.error?.details ?? []).map(({ field }: { field: string }) => field));
      const silent = Object.keys(EXTRA).filter(
        (field) => !named.has(field) && !ASKED[nameOf(route)]?.includes(field),
      );
      if (status !== 400 || silent.length > 0)
        missed.push(`${nameOf(route)}: ${status}, takes ${silent.join(', ')}`);
    }
    expect(missed).toEqual([]);
  });

  it('is refused in every query', async () => {
    const key = await hookline.createKey('admin');
    const missed: string[] = [];
    for (const route of api.filter(({ method, schemas }) => method === 'GET' && schemas.query)) {
      const { status } = await send(route, key, `${pathOf(route, NOWHERE)}?role=admin&is_admin=true`);
      if (status !== 400) missed.push(`${nameOf(route)}: ${status}`);
    }
    expect(missed).toEqual([]);
  });
});
