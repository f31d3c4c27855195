import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jwtVerify } from 'jose';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { NotConfiguredError } from '../../contracts/errors.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { ApiKeyAuthorization } from './api-key-authorization.js';
import { BasicAuthorization } from './basic-authorization.js';
import { BearerAuthorization } from './bearer-authorization.js';
import { JwtAuthorization, type JwtOptions } from './jwt-authorization.js';

const deadline = new Deadline(1);
deadline.clear();

const call: OutboundCall = {
  provider: 'acme',
  operation: 'things.list',
  endpoint: '/things',
  method: 'GET',
  url: new URL('https://api.acme.test/things?page=2'),
  headers: { accept: 'application/json' },
  connectionId: 'conn_1',
  priority: 'interactive',
  safety: { by: 'none' },
  deadline,
  progress: { attempts: 0 },
};

describe('an API key', () => {
  it('goes into the header that the provider names', async () => {
    const key = new ApiKeyAuthorization({
      key: 'hunter2',
      in: 'header',
      name: 'X-Api-Key',
      prefix: 'Token ',
    });
    expect(await key.authorize(call)).toMatchObject({
      headers: { accept: 'application/json', 'x-api-key': 'Token hunter2' },
      credentials: { headers: ['x-api-key'] },
    });
  });

  it('goes into the query, the call’s own URL staying as it is', async () => {
    const key = new ApiKeyAuthorization({ key: 'a&b=c', in: 'query', name: 'key' });
    const authorized = await key.authorize(call);
    expect(authorized.url.href).toBe('https://api.acme.test/things?page=2&key=a%26b%3Dc');
    expect(authorized.credentials).toEqual({ query: ['key'] });
    expect(call.url.href).toBe('https://api.acme.test/things?page=2');
  });
});

describe('user name and password', () => {
  it('are sent in UTF-8 (the example of RFC 7617, 2.1)', async () => {
    const basic = new BasicAuthorization({ username: 'test', password: '123£' });
    expect(await basic.authorize(call)).toMatchObject({
      headers: { authorization: 'Basic dGVzdDoxMjPCow==' },
      credentials: { headers: ['authorization'] },
    });
  });

  it.each([
    [{ username: 'a:b', password: 'hunter2' }, 'colon'],
    [{ username: 'a', password: 'hunter2\n' }, 'control characters'],
  ])('%j is refused without being quoted', (account, why) => {
    expect(() => new BasicAuthorization(account)).toThrow(why);
    expect(() => new BasicAuthorization(account)).not.toThrow('hunter2');
  });
});

it('A bearer token goes into its header', async () => {
  const bearer = new BearerAuthorization({ token: 'hunter2' });
  expect(await bearer.authorize(call)).toMatchObject({
    headers: { authorization: 'Bearer hunter2' },
    credentials: { headers: ['authorization'] },
  });
});

describe('a token signed for each attempt', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const secret = randomUUID();

  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const jwk = (key: KeyObject) => key.export({ format: 'jwk' });
  const oct = { kty: 'oct', k: Buffer.from(secret).toString('base64url') };
  type Case = [JwtOptions['algorithm'], string, JwtOptions['key'], KeyObject | Uint8Array];

  it.each<Case>([
    ['HS256', 'a secret', secret, Buffer.from(secret)],
    ['HS256', 'a JWK', oct, Buffer.from(secret)],
    ['RS256', 'PEM', pem(rsa.privateKey), rsa.publicKey],
    ['RS256', 'a JWK', jwk(rsa.privateKey), rsa.publicKey],
    ['ES256', 'PEM', pem(ec.privateKey), ec.publicKey],
    ['ES256', 'a JWK', jwk(ec.privateKey), ec.publicKey],
    ['EdDSA', 'PEM', pem(ed.privateKey), ed.publicKey],
    ['EdDSA', 'a JWK', jwk(ed.privateKey), ed.publicKey],
  ])('is good with %s and the key as %s', async (algorithm, _form, key, publicKey) => {
    const clock = new ManualClock();
    const jwt = new JwtAuthorization({
      algorithm,
      key,
      keyId: 'key-1',
      issuer: 'hookline',
      subject: 'app',
      audience: 'https://api.acme.test',
      claims: ({ connectionId }) => ({ account: connectionId }),
      clock,
    });
    const one = tokenOf(await jwt.authorize(call));
    const two = tokenOf(await jwt.authorize(call));
    const expected = {
      issuer: 'hookline',
      subject: 'app',
      audience: 'https://api.acme.test',
      algorithms: [algorithm],
    };
    const currentDate = new Date(clock.dateMs());
    const { payload, protectedHeader } = await jwtVerify(one, publicKey, { ...expected, currentDate });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-1' });
    expect(payload).toMatchObject({ account: 'conn_1', iat: clock.dateMs() / 1000 });
    expect(payload.exp).toBe((payload.iat ?? 0) + 60);
    const later = await jwtVerify(two, publicKey, { ...expected, currentDate });
    expect(later.payload.jti).not.toBe(payload.jti);
    const tooLate = new Date(clock.dateMs() + 61_000);
    await expect(jwtVerify(one, publicKey, { ...expected, currentDate: tooLate })).rejects.toThrow('exp');
  });

  it.each<[JwtOptions['algorithm'], string, JwtOptions['key']]>([
    ['RS256', 'no PEM', 'hunter2-hunter2'],
    ['RS256', 'of another kind', pem(ed.privateKey)],
    ['ES256', 'a broken JWK', { kty: 'EC', crv: 'P-256', x: 'hunter2', y: 'hunter2', d: 'hunter2' }],
  ])('says that the key of %s is wrong (%s), and nothing of it', async (algorithm, _what, key) => {
    const error: unknown = await new JwtAuthorization({ algorithm, key })
      .authorize(call)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotConfiguredError);
    const everything = inspect(error, { depth: Infinity, showHidden: true });
    expect(everything).not.toContain('hunter2');
    if (typeof key === 'string') expect(everything).not.toContain(key.split('\n')[1] ?? key);
  });
});

function tokenOf({ headers }: OutboundCall): string {
  return headers['authorization']?.replace(/^Bearer /, '') ?? '';
}
