import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PrismaService } from '../src/platform/database/prisma.service.js';
import { checkEnvironment } from '../src/platform/config/config-section.js';
import { eventually } from './support/eventually.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';

const AUDIENCE = 'https://hooks.example.com';
const FIVE_MINUTES = 300;

type Key = Awaited<ReturnType<typeof signingKey>>;

async function signingKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, privateKey, public: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES256' } };
}

/** An issuer on a loopback port: its metadata and its keys. */
class Issuer {
  keys: Key[] = [];
  down = true;
  /** What was asked for, by path. */
  readonly asked: string[] = [];
  private readonly server: Server = createServer(({ url = '' }, response) => {
    this.asked.push(url);
    const document = this.documents()[url];
    if (this.down || !document) return response.writeHead(this.down ? 500 : 404).end('{}');
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/realms/acme`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.server.close().closeAllConnections();
  }

  /** The second of the two places where metadata may be: the first is asked for, too. */
  private documents(): Record<string, unknown> {
    return {
      '/.well-known/oauth-authorization-server/realms/acme': {
        issuer: this.url,
        jwks_uri: `${this.url}/keys`,
      },
      '/realms/acme/keys': { keys: this.keys.map((key) => key.public) },
    };
  }
}

const issuer = new Issuer();
let key: Key;
let stranger: Key;
let hookline: TestHookline;

beforeAll(async () => {
  [key, stranger] = await Promise.all([signingKey('first'), signingKey('stranger')]);
  issuer.keys = [key];
  await issuer.open();
  hookline = await startTestHookline({
    environment: { JWT_ISSUER: issuer.url, JWT_AUDIENCE: AUDIENCE },
  });
});
afterAll(async () => {
  await hookline?.close();
  issuer.close();
});
afterEach(() => void vi.useRealTimers());

const now = () => Math.floor(Date.now() / 1000);

/** A good token, but for what is said otherwise. */
function token(claims: JWTPayload = {}, { by = key, header = {} }: { by?: Key; header?: object } = {}) {
  const good = { iss: issuer.url, aud: AUDIENCE, sub: 'ada', exp: now() + FIVE_MINUTES, scope: 'admin' };
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: by.kid, typ: 'at+jwt', ...header })
    .sign(by.privateKey);
}

const call = (bearer: string, path = '/v1/connections') =>
  request(`${hookline.url}${path}`, 'GET', undefined, { Authorization: `Bearer ${bearer}` });

// In the order of a day: first the issuer is away, then it is there, then it has new keys.
describe('An access token of the configured issuer', () => {
  it('is answered 503 while the keys cannot be had, without a request to the issuer for each token', async () => {
    const answers = [await call(await token()), await call(await token()), await call(await token())];
    for (const { status, headers, body } of answers) {
      expect([status, body.error.code]).toEqual([503, 'PROVIDER_UNAVAILABLE']);
      expect(body.error.message).toContain('keys of the issuer');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(issuer.asked).toEqual([
      '/realms/acme/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/realms/acme',
    ]);
    expect((await hookline.api('GET', '/v1/connections')).status).toBe(200);
    issuer.down = false;
    await eventually(
      'the issuer is asked again',
      async () => (await call(await token())).status === 200 || undefined,
    );
  });

  it.each([
    ['has the scopes that it says', { scope: 'openid connections:read profile' }, 200],
    ['may list them', { scope: ['connections:read'] }, 200],
    ['has no other', { scope: 'connections:write openid' }, 403],
    ['has none without the claim', { scope: undefined }, 403],
    ['may be for several services', { aud: ['https://other.example', AUDIENCE] }, 200],
  ])('%s', async (_name, claims, status) => {
    const answer = await call(await token(claims));
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(answer.body.error.message).toContain('access token lacks the scope connections:read');
      expect(answer.headers.get('www-authenticate')).toBe(
        'Bearer realm="hookline", error="insufficient_scope", scope="connections:read"',
      );
    }
  });

  it.each([
    ['expired', () => token({ exp: now() - 60 }), 'has expired'],
    ['not yet valid', () => token({ nbf: now() + 60 }), 'does not hold yet'],
    ['without an end', () => token({ exp: undefined }), 'no exp'],
    ['without a subject', () => token({ sub: undefined }), 'no sub'],
    ['of another issuer', () => token({ iss: `${issuer.url}/` }), 'another issuer'],
    ['for another service', () => token({ aud: 'https://other.example' }), 'another service'],
    ['for no service', () => token({ aud: undefined }), 'another service'],
    ['of another kind', () => token({}, { header: { typ: 'logout+jwt' } }), 'not an access token'],
    ['bound to a key', () => token({ cnf: { jkt: 'x' } }), 'bound to a key'],
    ['signed with a key that nobody publishes', () => token({}, { by: stranger }), 'does not publish'],
    [
      'signed with another key under a known name',
      () => token({}, { by: { ...stranger, kid: key.kid } }),
      'signature is wrong',
    ],
    ['changed on its way', async () => (await token()).replace(/\.(.)/, '.X$1'), 'signature is wrong'],
    ['signed by nobody', () => unsigned('none', ''), 'not accepted'],
    ['signed with a shared secret', () => signedBySecret(), 'not accepted'],
    ['no token at all', () => Promise.resolve('a.b.c'), 'cannot be read'],
  ])('is refused when it is %s', async (_name, make, reason) => {
    const { status, headers, body } = await call(await make());
    expect([status, body.error.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(body.error.message).toContain(reason);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="hookline", error="invalid_token"');
  });

  it('may be signed with a new key of the issuer, and no more with one that it withdrew', async () => {
    const [old, asked] = [key, issuer.asked.length];
    const next = await signingKey('second');
    issuer.keys = [next];
    // Keys came a moment ago: an unknown one does not have them asked for again yet.
    expect((await call(await token({}, { by: next }))).status).toBe(401);
    expect(issuer.asked.length).toBe(asked);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    expect((await call(await token({}, { by: next }))).status).toBe(200);
    expect((await call(await token({}, { by: old }))).status).toBe(401);
    expect(issuer.asked.length).toBe(asked + 1);
    key = next;
  });

  it('is a caller of its own: for idempotency keys, and in the audit log', async () => {
    const link = async (sub: string) =>
      request(
        `${hookline.url}/v1/portal-links`,
        'POST',
        { tenant: 'acme' },
        { Authorization: `Bearer ${await token({ sub })}`, 'Idempotency-Key': 'same' },
      );
    const [first, repeated, other] = [await link('ada'), await link('ada'), await link('bob')];
    expect([first.status, repeated.status, other.status]).toEqual([201, 201, 201]);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect(repeated.body).toEqual(first.body);
    expect(other.headers.get('idempotency-replayed')).toBeNull();
    const entries = await hookline.app
      .get(PrismaService, { strict: false })
      .auditEntry.findMany({ where: { actorKind: 'access_token' }, orderBy: { id: 'asc' } });
    expect(entries.map(({ actor }) => actor)).toEqual(['ada', 'bob']);
    expect(new Set(entries.map(({ actorId }) => actorId)).size).toBe(2);
  });
});

/** A token of the right form, with a header and a signature of choice. */
async function unsigned(alg: string, signature: string): Promise<string> {
  const [, payload] = (await token()).split('.');
  const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: key.kid })).toString('base64url');
  return `${header}.${payload}.${signature || 'AA'}`;
}

/** The classic: the public key, which everybody has, taken for a secret. */
async function signedBySecret(): Promise<string> {
  return new SignJWT({
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'ada',
    exp: now() + FIVE_MINUTES,
    scope: 'admin',
  })
    .setProtectedHeader({ alg: 'HS256', kid: key.kid, typ: 'at+jwt' })
    .sign(new TextEncoder().encode(JSON.stringify(key.public)));
}

describe('The configuration of access tokens', () => {
  it.each([
    [{ JWT_ISSUER: 'https://id.example' }, 'JWT_AUDIENCE: must be set with JWT_ISSUER'],
    [{ JWT_AUDIENCE: 'x' }, 'JWT_AUDIENCE: says nothing without JWT_ISSUER'],
    [{ JWT_ISSUER: 'http://id.example', JWT_AUDIENCE: 'x' }, 'JWT_ISSUER: must be an https:// address'],
    [
      { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'x', JWT_JWKS_URL: 'http://10.0.0.1/keys' },
      'JWT_JWKS_URL: must be an https:// address',
    ],
  ])('%j', (environment, problem) => {
    expect(() => checkEnvironment(environment)).toThrow(problem);
  });
});
