import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../../src/platform/api-access/api-keys.service.js';
import { FAILURE_LIMITS } from '../../src/platform/throttling/failure-throttle.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { rawRequest } from './raw-request.js';
import { isApi, pathOf, registeredRoutes, type RegisteredRoute } from './registered-routes.js';

/** What anybody may ask for. Whatever else there is wants to know who asks. */
const OPEN = new Set([
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/api/:group',
  'GET /docs/api.css',
  'GET /docs/errors',
  'GET /docs/errors.css',
  'GET /console/assets/console.css',
  'GET /console/assets/console.js',
  'GET /console/assets/htmx.js',
  'GET /console/sign-in',
  'POST /console/sign-in',
  'GET /console/sign-in/link',
  'POST /console/sign-in/link',
  'GET /connect/style.css',
]);
/** Behind what the address itself proves: a signature, a link, a state with its cookie. Each has tests of its own. */
const PROVED = [
  /^POST \/webhooks\//,
  /^(GET|POST) \/portal\/enter$/,
  /^(GET|POST) \/connect\//,
  /\/sign-in\/oidc/,
];

const ID = '0198f0f0-0000-7000-8000-000000000000';

let hookline: TestHookline;
let routes: RegisteredRoute[];
let key: string;
let ended: { revoked: string; expired: string };

beforeAll(async () => {
  // That many bad credentials in a row are not let through: that has tests of its own, too.
  const unthrottled = { credentials: 1_000_000, signatures: 1_000_000 };
  hookline = await startTestHookline({ override: [[FAILURE_LIMITS, unthrottled]] });
  routes = registeredRoutes(hookline);
  const keys = hookline.app.get(ApiKeysService, { strict: false });
  key = await hookline.createKey('admin');
  const revoked = await keys.create('revoked', ['admin']);
  await keys.revoke(revoked.id);
  const expired = await keys.create('expired', ['admin'], { expiresAt: new Date(Date.now() - 1000) });
  ended = { revoked: revoked.key, expired: expired.key };
});
afterAll(() => hookline?.close());

const nameOf = ({ method, path }: RegisteredRoute) => `${method} ${path}`;
const JSON_TYPE = ['Content-Type', 'application/json'];
const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'];

function send(method: string, path: string, headers: readonly string[] = [], type = JSON_TYPE) {
  const hasBody = !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(method);
  return rawRequest(hookline.url, method, path, [...(hasBody ? type : []), ...headers], hasBody ? '{}' : '');
}

/** So many at once that the database is not what refuses. */
const AT_ONCE = 8;

/** Routes that answer something else, by what they answered. */
async function others(
  asked: readonly RegisteredRoute[],
  answer: (route: RegisteredRoute) => Promise<unknown>,
  expected: unknown,
): Promise<string[]> {
  const answers: (readonly [string, unknown])[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE);
    answers.push(
      ...(await Promise.all(some.map(async (route) => [nameOf(route), await answer(route)] as const))),
    );
  }
  return answers
    .filter(([, given]) => given !== expected)
    .map(([name, given]) => `${name}: ${String(given)}`);
}

describe('Every route of the API', () => {
  it('is there to be attacked, and has a scope', () => {
    const api = routes.filter(isApi);
    expect(api.length).toBeGreaterThan(60);
    expect(api.filter(({ scope }) => !scope).map(nameOf)).toEqual([]);
  });

  it.each<[string, () => readonly string[]]>([
    ['no credential', () => []],
    ['an empty one', () => ['Authorization', '']],
    ['a scheme alone', () => ['Authorization', 'Bearer ']],
    ['an unknown key', () => ['Authorization', `Bearer hl_${'A'.repeat(43)}`]],
    ['a key that was revoked', () => ['Authorization', `Bearer ${ended.revoked}`]],
    ['a key that has expired', () => ['Authorization', `Bearer ${ended.expired}`]],
    ['most of a key', () => ['Authorization', `Bearer ${key.slice(0, -1)}`]],
    ['a key in other letters', () => ['Authorization', `Bearer ${key.toLowerCase()}`]],
    ['a key and more', () => ['Authorization', `Bearer ${key}, Bearer ${key}`]],
    ['a key as a password', () => ['Authorization', `Basic ${Buffer.from(`${key}:`).toString('base64')}`]],
    ['a key in another header', () => ['X-API-Key', key, 'X-Authorization', `Bearer ${key}`]],
    ['a key in a cookie', () => ['Cookie', `hookline_session=${key}; Authorization=${key}; key=${key}`]],
    [
      'a bad key before a good one',
      () => ['Authorization', 'Bearer hl_bad', 'Authorization', `Bearer ${key}`],
    ],
    ['an unsigned token', () => ['Authorization', `Bearer ${unsigned({ sub: 'x', scope: 'admin' })}`]],
  ])('refuses %s', async (_what, headers) => {
    const api = routes.filter(isApi);
    const status = async (route: RegisteredRoute) =>
      (await send(route.method, pathOf(route, ID), headers())).status;
    expect(await others(api, status, 401)).toEqual([]);
  });

  it('refuses a key in the address', async () => {
    const query = `?${new URLSearchParams({ key, api_key: key, access_token: key, authorization: `Bearer ${key}` }).toString()}`;
    const status = async (route: RegisteredRoute) =>
      (await send(route.method, pathOf(route, ID) + query)).status;
    expect(await others(routes.filter(isApi), status, 401)).toEqual([]);
  });

  it('says no more than that, and how to ask', async () => {
    const answer = await send('GET', `/v1/payments/${ID}`);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="hookline"');
    expect(JSON.parse(answer.body).error).toMatchObject({ code: 'UNAUTHENTICATED', details: [] });
  });
});

describe('Every other route', () => {
  it('wants a session, or is known to be open', async () => {
    const closed = routes.filter(
      (route) =>
        !isApi(route) && !OPEN.has(nameOf(route)) && !PROVED.some((proved) => proved.test(nameOf(route))),
    );
    expect(closed.length).toBeGreaterThan(60);
    const refusal = async (route: RegisteredRoute) => {
      const { status, headers } = await send(route.method, pathOf(route, ID), [], FORM_TYPE);
      if (route.path.startsWith('/portal')) return status === 401;
      return status === 303 && String(headers.location).startsWith('/console/sign-in?');
    };
    expect(await others(closed, refusal, true)).toEqual([]);
  });

  it('takes no API key for a session', async () => {
    const bearer = [
      'Authorization',
      `Bearer ${key}`,
      'Cookie',
      `hookline_session=${key}; hookline_portal=${key}`,
    ];
    for (const [path, status] of [
      ['/console', 303],
      ['/portal', 401],
    ] as const)
      expect((await send('GET', path, bearer)).status).toBe(status);
  });
});

describe('Another way to write an address', () => {
  const variants = [
    '//v1/payments',
    '/v1//payments',
    '/./v1/payments',
    '/health/../v1/payments',
    '/health/..;/v1/payments',
    '/health/%2e%2e/v1/payments',
    '/health/..%2fv1/payments',
    '/v1/payments/',
    '/v1/payments;a=b',
    '/v1/payments%00',
    '/v1/payments%20',
    '/v1/payments.json',
    '/V1/Payments',
    '/%76%31/payments',
    '/v1%2fpayments',
    '/v1/payments#/health',
    '/v1\\payments',
    '/v1/webhook-events/%2e%2e',
    '/console//audit-log',
    '/console/./audit-log',
    '/CONSOLE/audit-log',
    '/console/sign-in/../audit-log',
    '/console/assets/..%2faudit-log',
    '/console/sign-in;/../audit-log',
    '/portal/enter/../',
  ];

  it.each(variants)('opens nothing: %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const { status, headers } = await send(method, path);
      const sentToSignIn = status === 303 && String(headers.location).startsWith('/console/sign-in');
      expect(sentToSignIn || (status >= 400 && status < 500) ? 'refused' : `${method}: ${status}`).toBe(
        'refused',
      );
    }
  });
});

describe('Another way to name a method', () => {
  it('is not listened to', async () => {
    const reader = ['Authorization', `Bearer ${await hookline.createKey('endpoints:read')}`];
    const made = await hookline.api('POST', '/v1/endpoints', { tenant: 't', url: 'https://example.com/' });
    const path = `/v1/endpoints/${made.body.id}`;
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const { status } = await send('GET', `${path}?_method=DELETE`, [...reader, name, 'DELETE']);
      expect(status).toBe(200);
    }
    expect((await hookline.api('GET', path)).status).toBe(200);
  });

  it.each(['TRACE', 'OPTIONS', 'PROPFIND', 'PUT', 'SEARCH'])('%s opens nothing', async (method) => {
    expect((await send(method, '/v1/webhook-events')).status).toBe(404);
  });

  it('HEAD asks for the same credential as GET', async () => {
    const readable = routes.filter((route) => isApi(route) && route.method === 'GET');
    const status = async (route: RegisteredRoute) => (await send('HEAD', pathOf(route, ID))).status;
    expect(await others(readable, status, 401)).toEqual([]);
  });
});

function unsigned(claims: object): string {
  return `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}
