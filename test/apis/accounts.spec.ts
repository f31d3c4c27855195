import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiModule } from '../../src/apis/api.module.js';
import { bearer } from '../../src/apis/auth/bearer.js';
import { hmacSignature } from '../../src/apis/auth/hmac-signature.js';
import { defineApi } from '../../src/apis/define-api.js';
import { get } from '../../src/apis/rest/methods.js';
import { variable } from '../../src/apis/variable.js';
import { NotFoundError } from '../../src/contracts/errors.js';
import { commandLine } from '../support/command-line.js';
import { givenConnection } from '../support/connections.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

/** A described API whose accounts are connected by an app of OAUTH_APPS: of the same name, and nothing else to say. */
class Acme extends defineApi({
  name: 'acme',
  auth: bearer({ token: variable('ACME_TOKEN') }),
  signing: hmacSignature({ secret: variable('ACME_SIGNING_SECRET'), header: 'x-signature' }),
  operations: { things: { list: get('/things', {}) } },
}) {}

let server: FaultServer;
let hookline: TestHookline;
let answer: (path: string) => Fault;

beforeAll(async () => {
  server = await startFaultServer({ answer: ({ path }) => answer(path) });
  hookline = await startTestHookline({
    imports: [ApiModule.for(Acme)],
    environment: {
      ACME_API_BASE_URL: server.url,
      PARCELS_API_BASE_URL: server.url,
      ACME_TOKEN: 'own',
      ACME_SIGNING_SECRET: 'hunter2',
      OAUTH_APPS: 'acme:oauth2',
      ACME_CLIENT_ID: 'hookline',
      ACME_CLIENT_SECRET: 'hunter3',
      ACME_AUTHORIZATION_URL: `${server.url}/authorize`,
      ACME_TOKEN_URL: `${server.url}/token`,
      ACME_ACCOUNT_URL: `${server.url}/account`,
    },
  });
});
afterAll(async () => {
  await hookline?.close();
  await server?.close();
});
beforeEach(() => {
  answer = () => faults.ok();
});

const things = () => hookline.app.get(Acme, { strict: false }).things;
const calls = () => server.requests.filter(({ path }) => path === '/things').map(({ headers }) => headers);

describe('a call for a connected account', () => {
  it('has that account’s credential, and our own without one', async () => {
    const connectionId = await givenConnection(hookline, {
      provider: 'acme',
      tenant: 'shop',
      accessToken: 'theirs',
    });
    await things().list({}, { connectionId });
    await things().list({}, { tenant: 'shop' });
    await things().list();
    expect(calls().map(({ authorization }) => authorization)).toEqual([
      'Bearer theirs',
      'Bearer theirs',
      'Bearer own',
    ]);
    await expect(things().list({}, { tenant: 'nobody' })).rejects.toThrow(NotFoundError);
  });

  it('is repeated with a renewed token when the API refuses the old one, signed as it is', async () => {
    const connectionId = await givenConnection(hookline, {
      provider: 'acme',
      accessToken: 'old',
      refreshToken: 'once',
    });
    answer = (path) => {
      if (path === '/token') return faults.ok({ access_token: 'new', token_type: 'bearer' });
      return calls().at(-1)?.['authorization'] === 'Bearer new' ? faults.ok() : faults.status(401);
    };
    await things().list({}, { connectionId });
    expect(calls().at(-1)).toMatchObject({ authorization: 'Bearer new', 'x-signature': expect.any(String) });
    const refresh = server.requests.find(({ path }) => path === '/token');
    expect(refresh?.body.toString()).toContain('refresh_token=once');
  });
});

describe('hookline check-api', () => {
  const runtime = {
    openApplication: async () => ({ app: hookline.app, migrated: [], close: async () => {} }),
  };

  it('finds a described API by its name', async () => {
    const { code, output } = await commandLine(['check-api', 'acme'], runtime);
    expect(output).toMatch(/\nthings\.list {2}ok {6}200 /);
    expect(code).toBe(0);
  });

  it('finds one of a product in the file that describes it', async () => {
    const file = new URL('../support/parcels.ts', import.meta.url).pathname;
    const { code, output, errors } = await commandLine(['check-api', 'parcels', '--from', file], runtime);
    expect(errors).toBe('');
    expect(output).toMatch(/\nparcels\.list {2}ok {6}200 /);
    expect(code).toBe(0);
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path: '/parcels' });
    const none = await commandLine(
      ['check-api', 'parcels', '--from', new URL('../support/acme.ts', import.meta.url).pathname],
      runtime,
    );
    expect(none).toMatchObject({
      code: 1,
      errors: expect.stringContaining('exports no class of defineApi()'),
    });
  });
});
