import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jwtVerify } from 'jose';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { AuthenticationError, NotConfiguredError } from '../../contracts/errors.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import type { ApiDescription } from '../api-description.js';
import { defineApi } from '../define-api.js';
import { get } from '../rest/methods.js';
import { variable } from '../variable.js';
import { apiKey } from './api-key.js';
import type { ApiAuth } from './api-auth.js';
import { basic } from './basic.js';
import { bearer } from './bearer.js';
import { clientCredentials } from './client-credentials.js';
import { jwt } from './jwt.js';

const KEY = variable('ACME_KEY');
const ID = variable('ACME_CLIENT_ID');
const SECRET = variable('ACME_CLIENT_SECRET');

let server: FaultServer;
let answer: (path: string) => Fault;
beforeEach(async () => {
  answer = () => faults.ok();
  server = await startFaultServer({ answer: ({ path }) => answer(path) });
});
afterEach(() => server.close());

const described = (auth: ApiDescription['auth']) =>
  class Acme extends defineApi({
    name: 'acme',
    title: 'Acme',
    version: { name: 'v2', path: '/v2' },
    auth,
    operations: { things: { list: get('/things', {}) } },
  }) {};

function open(auth: ApiDescription['auth'], variables: Record<string, string> = { ACME_KEY: 'hunter2' }) {
  return openApi(described(auth), server.url, { variables });
}

const last = () => server.requests.at(-1);

describe('a fixed credential', () => {
  it.each<[string, ApiAuth, object]>([
    ['a header', apiKey({ in: 'header', name: 'X-API-Key', key: KEY }), { 'x-api-key': 'hunter2' }],
    [
      'a header, with a word before it',
      apiKey({ in: 'header', name: 'Authorization', key: KEY, prefix: 'Token ' }),
      { authorization: 'Token hunter2' },
    ],
    ['a bearer token', bearer({ token: KEY }), { authorization: 'Bearer hunter2' }],
    [
      'a name and a password',
      basic({ username: KEY, password: KEY }),
      { authorization: `Basic ${Buffer.from('hunter2:hunter2').toString('base64')}` },
    ],
  ])('goes with each call: %s', async (_name, auth, headers) => {
    const { client, close } = await open(auth);
    await client.things.list();
    expect(last()).toMatchObject({ path: '/v2/things', headers });
    await close();
  });

  it('has no place in a header that HTTP has not', () => {
    expect(() => apiKey({ in: 'header', name: 'X Key', key: KEY })).toThrow('cannot be the name of a header');
  });

  it('goes into the query where the API wants it there', async () => {
    const { client, close } = await open(apiKey({ in: 'query', name: 'key', key: KEY }));
    await client.things.list();
    expect(last()?.path).toBe('/v2/things?key=hunter2');
    await close();
  });

  it('that HTTP cannot carry ends the start, or the call; nobody quotes it', async () => {
    const variables = { ACME_KEY: 'hunter2:\nx' };
    await expect(open(basic({ username: KEY, password: KEY }), variables)).rejects.toThrow(
      /^Hookline cannot start[^]*ACME_KEY, ACME_KEY: A user name .* colon/,
    );
    const { client, close } = await open(bearer({ token: KEY }), variables);
    const refused: unknown = await client.things.list().catch((error: unknown) => error);
    expect(inspect(refused, { depth: Infinity })).toMatch(/invalid authorization header/);
    expect(inspect(refused, { depth: Infinity })).not.toContain('hunter2');
    await close();
  });

  it('does not follow a redirect to another origin, and is in no error', async () => {
    const elsewhere = await startFaultServer();
    answer = () => faults.redirect(`${elsewhere.url}/v2/things`);
    const { client, close } = await open([
      bearer({ token: KEY }),
      apiKey({ in: 'query', name: 'k', key: KEY }),
    ]);
    const refused: unknown = await client.things.list().catch((error: unknown) => error);
    expect(inspect(refused, { depth: Infinity })).toContain('Acme refused things.list: HTTP 302');
    expect(inspect(refused, { depth: Infinity })).not.toContain('hunter2');
    expect(elsewhere.requests).toHaveLength(0);
    await Promise.all([close(), elsewhere.close()]);
  });
});

describe('a token got with client credentials', () => {
  const variables = { ACME_KEY: 'hunter2', ACME_CLIENT_ID: 'hookline', ACME_CLIENT_SECRET: 'hunter3' };
  let tokens = 0;
  /** Gives out `t1`, `t2`, …, of which only `good` is taken. */
  const giving = (good: string) => (path: string) =>
    path === '/v2/oauth/token'
      ? faults.ok({ access_token: `t${(tokens += 1)}`, token_type: 'Bearer', expires_in: 3600 })
      : last()?.headers['authorization'] === `Bearer ${good}`
        ? faults.ok()
        : faults.status(401);
  const asked = () => server.requests.filter(({ path }) => path === '/v2/oauth/token');

  beforeEach(() => {
    tokens = 0;
  });

  it('is asked for once, below the base URL, and goes with an API key', async () => {
    answer = giving('t1');
    const { client, close } = await open(
      [
        apiKey({ in: 'header', name: 'X-API-Key', key: KEY }),
        clientCredentials({
          tokenPath: '/oauth/token',
          clientId: ID,
          clientSecret: SECRET,
          scope: 'things.read',
          audience: 'acme',
        }),
      ],
      variables,
    );
    await Promise.all([client.things.list(), client.things.list(), client.things.list()]);
    expect(last()?.headers).toMatchObject({ 'x-api-key': 'hunter2', authorization: 'Bearer t1' });
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.headers['authorization']).toBe(`Basic ${btoa('hookline:hunter3')}`);
    expect(asked()[0]?.headers).not.toHaveProperty('x-api-key');
    expect(asked()[0]?.body.toString()).toBe('grant_type=client_credentials&scope=things.read&audience=acme');
    await close();
  });

  it('that is refused is got anew once, and the call repeated', async () => {
    answer = giving('t2');
    const auth = clientCredentials({
      tokenUrl: `${server.url}/v2/oauth/token`,
      clientId: ID,
      clientSecret: SECRET,
      clientAuthentication: 'post',
    });
    const { client, close } = await open(
      [apiKey({ in: 'header', name: 'X-API-Key', key: KEY }), auth],
      variables,
    );
    await client.things.list();
    expect(last()?.headers).toMatchObject({ 'x-api-key': 'hunter2', authorization: 'Bearer t2' });
    expect(asked()).toHaveLength(2);
    expect(asked()[0]?.body.toString()).toContain('client_id=hookline&client_secret=hunter3');
    answer = giving('none');
    await expect(client.things.list()).rejects.toThrow(AuthenticationError);
    expect(asked()).toHaveLength(3);
    await close();
  });

  it('that is not given out is an error without a secret in it', async () => {
    answer = () => faults.status(401, {}, { error: 'invalid_client', error_description: 'no hunter3 here' });
    const auth = clientCredentials({ tokenPath: '/oauth/token', clientId: ID, clientSecret: SECRET });
    const { client, close } = await open(auth, variables);
    const refused: unknown = await client.things.list().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AuthenticationError);
    expect(inspect(refused, { depth: Infinity })).toContain('invalid_client');
    expect(inspect(refused, { depth: Infinity })).not.toContain('hunter3');
    await close();
  });

  it.each([
    [{ tokenPath: 'oauth/token' }, 'has to begin with a slash'],
    [{ tokenUrl: '/oauth/token' }, 'is no URL'],
  ])('from %j makes no sense', (where, why) => {
    expect(() => clientCredentials({ ...where, clientId: ID, clientSecret: SECRET })).toThrow(why);
  });
});

describe('a JWT', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const auth = jwt({
    algorithm: 'ES256',
    key: KEY,
    keyId: variable('ACME_KEY_ID'),
    issuer: 'hookline',
    lifetimeSeconds: 30,
    claims: ({ operation }) => ({ scope: operation }),
  });

  it.each([
    ['real line breaks', pem],
    ['escaped ones', pem.replaceAll('\n', '\\n')],
  ])('is signed for each call, the key being PEM with %s', async (_name, key) => {
    const { client, close } = await open(auth, { ACME_KEY: key, ACME_KEY_ID: 'k1' });
    await client.things.list();
    await client.things.list();
    const [one, two] = server.requests.map(({ headers }) =>
      headers['authorization']?.slice('Bearer '.length),
    );
    expect(two).not.toBe(one);
    const { payload, protectedHeader } = await jwtVerify(one ?? '', publicKey, { issuer: 'hookline' });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'k1' });
    expect(payload).toMatchObject({ scope: 'things.list' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(30);
    await close();
  });

  it('can be signed with a shared secret, which is taken as it is', async () => {
    const { client, close } = await open(jwt({ algorithm: 'HS256', key: KEY }), { ACME_KEY: 'x\\ny' });
    await client.things.list();
    const token = last()?.headers['authorization']?.slice('Bearer '.length) ?? '';
    await expect(jwtVerify(token, Buffer.from('x\\ny'))).resolves.toHaveProperty('payload.jti');
    await close();
  });

  it('without a key that is one ends the start, and says nothing of it', async () => {
    const refused: unknown = await open(auth, { ACME_KEY: '/no/hunter2', ACME_KEY_ID: 'k1' }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(String(refused)).toContain('ACME_KEY: must be PEM');
    expect(inspect(refused, { depth: Infinity })).not.toContain('hunter2');
  });
});

it('Nothing is sent as long as a variable is missing, and the error names all that are', async () => {
  const { client, close } = await open(
    [
      apiKey({ in: 'header', name: 'X-API-Key', key: KEY }),
      clientCredentials({ tokenPath: '/oauth/token', clientId: ID, clientSecret: SECRET }),
    ],
    { ACME_CLIENT_ID: 'hookline' },
  );
  const refused: unknown = await client.things.list().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotConfiguredError);
  expect(String(refused)).toContain('Set ACME_KEY and ACME_CLIENT_SECRET.');
  expect(server.requests).toHaveLength(0);
  await close();
});
