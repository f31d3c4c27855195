import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, exportJWK, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oidcConfig } from '../../src/console/sign-in/oidc/oidc.config.js';
import { roleOf } from '../../src/console/sign-in/oidc/role-of.js';
import { AdminsService } from '../../src/platform/admins/admins.service.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { Browser, type Shown } from '../support/browser.js';
import { signIn } from '../support/console.js';
import { faults, startFaultServer, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { OIDC_CLIENT, startOidcServer, type OidcServer } from '../support/oidc-server.js';

const HERE = 'http://localhost:3000';
const START = `${HERE}/console/sign-in/oidc`;
const CALLBACK = `${START}/callback`;
const ALLOWED = {
  ADMIN_OIDC_CLIENT_ID: OIDC_CLIENT.clientId,
  ADMIN_OIDC_CLIENT_SECRET: OIDC_CLIENT.clientSecret,
  ADMIN_OIDC_NAME: 'Acme & Co',
  ADMIN_OIDC_ADMINS: 'ada@acme.test,Grace@Acme.test',
  ADMIN_OIDC_VIEWERS: '@acme.test',
};

let issuer: OidcServer;
let hookline: TestHookline;
let prisma: PrismaService;

beforeAll(async () => {
  issuer = await startOidcServer(CALLBACK);
  hookline = await startTestHookline({ environment: { ...ALLOWED, ADMIN_OIDC_ISSUER: issuer.issuer } });
  prisma = hookline.app.get(PrismaService, { strict: false });
});
beforeEach(async () => {
  await prisma.rateLimit.deleteMany();
  issuer.person = { accountId: 'ada', decision: 'agree', claims: { email_verified: true } };
});
afterAll(async () => {
  await hookline?.close();
  await issuer?.close();
});

const browser = (at = hookline) => new Browser({ [HERE]: at.url });
const someone = (accountId: string, claims: object = {}) => {
  issuer.person = { accountId, decision: 'agree', claims: { email_verified: true, ...claims } };
};
const isCallback = ({ href }: URL) => href.startsWith(`${CALLBACK}?`);
const admin = (email: string) => prisma.admin.findUniqueOrThrow({ where: { email } });
const actions = async (actor: string) => {
  const entries = await prisma.auditEntry.findMany({ where: { actor }, orderBy: { id: 'asc' } });
  return entries.map(({ action }) => action);
};

/** The page that somebody ends on. */
async function arrive(next = '/console/account', from = browser()): Promise<Shown> {
  return from.open(`${START}?${new URLSearchParams({ next }).toString()}`);
}

describe('Signing in at the issuer', () => {
  it('is offered, and leads to where one was', async () => {
    const visitor = browser();
    const asked = await visitor.open(`${HERE}/console/audit-log`);
    expect(asked.html).toContain(`href="/console/sign-in/oidc?next=%2Fconsole%2Faudit-log"`);
    expect(asked.text).toContain('Sign in with Acme & Co');
    const shown = await arrive('/console/audit-log', visitor);
    expect([shown.status, shown.url.pathname]).toEqual([200, '/console/audit-log']);
    expect(await admin('ada@acme.test')).toMatchObject({
      role: 'admin',
      oidcIssuer: issuer.issuer,
      oidcSubject: 'ada',
      passwordHash: null,
    });
    expect(await actions('ada@acme.test')).toEqual(['admin.created', 'admin.signed_in']);
  });

  it('uses PKCE, state and nonce, of which no two are alike', async () => {
    const visits = await Promise.all(
      [1, 2].map(() => browser().open(START, ({ pathname }) => pathname === '/auth')),
    );
    const [one, two] = visits.map(({ url }) => Object.fromEntries(url.searchParams));
    expect(one).toMatchObject({
      response_type: 'code',
      redirect_uri: CALLBACK,
      code_challenge_method: 'S256',
      scope: 'openid email',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.[name]).toMatch(/^[\w-]{43}$/);
      expect(one?.[name]).not.toBe(two?.[name]);
    }
  });

  it.each(['https://evil.example/', '//evil.example', '/console/../v1', '/\\evil.example'])(
    'goes on to nowhere else: %s',
    async (next) => {
      const { url } = await arrive(next);
      expect([url.origin, url.pathname]).toEqual([HERE, '/console']);
    },
  );

  it('links an admin who is there already, once, by e-mail address; from then on by issuer and subject', async () => {
    const { id } = await hookline.app
      .get(AdminsService, { strict: false })
      .add('grace@acme.test', 'admin', COMMAND_LINE);
    someone('grace-1', { email: 'Grace@ACME.test' });
    expect((await arrive()).text).toContain('grace@acme.test');
    expect(await admin('grace@acme.test')).toMatchObject({ id, oidcSubject: 'grace-1' });
    // Her address has changed; she has not.
    someone('grace-1', { email: 'hopper@acme.test' });
    expect((await arrive()).text).toContain('grace@acme.test');
    expect(await actions('grace@acme.test')).toEqual([
      'admin.oidc_linked',
      'admin.signed_in',
      'admin.signed_in',
    ]);
  });

  it('takes the same address under another subject for somebody else, until an admin unlinks it', async () => {
    someone('joan-1', { email: 'joan@acme.test' });
    await arrive();
    someone('joan-2', { email: 'joan@acme.test' });
    const { status, text } = await arrive();
    expect(status).toBe(403);
    expect(text).toContain('another person’s');
    const { id } = await admin('joan@acme.test');
    const colleague = await signIn(hookline);
    const done = await colleague.actAndFollow(`/console/admins/${id}/unlink`);
    expect(done.html).toContain('Whoever the issuer next signs in');
    expect((await arrive()).status).toBe(200);
    expect(await admin('joan@acme.test')).toMatchObject({ id, oidcSubject: 'joan-2' });
  });

  it('gives the role of the lists at every sign-in', async () => {
    someone('mary');
    await arrive();
    expect(await admin('mary@acme.test')).toMatchObject({ role: 'viewer' });
    await prisma.admin.update({ where: { email: 'mary@acme.test' }, data: { role: 'admin' } });
    await arrive();
    expect(await admin('mary@acme.test')).toMatchObject({ role: 'viewer' });
    expect(await actions('mary@acme.test')).toContain('admin.role_changed');
  });

  it('ends the session that the browser had before', async () => {
    const visitor = browser();
    await arrive('/console/account', visitor);
    const { id } = await admin('ada@acme.test');
    const before = await prisma.adminSession.findMany({ where: { adminId: id } });
    await arrive('/console/account', visitor);
    const after = await prisma.adminSession.findMany({ where: { adminId: id } });
    expect(after).toHaveLength(before.length);
    expect(after.map((session) => session.id)).not.toEqual(before.map((session) => session.id));
  });

  it('may learn the e-mail address from the userinfo endpoint alone', async () => {
    const other = await startOidcServer(CALLBACK, { emailInIdToken: false });
    other.person = { accountId: 'ida', decision: 'agree', claims: { email_verified: true } };
    const at = await startTestHookline({
      environment: { ...ALLOWED, ADMIN_OIDC_ISSUER: other.issuer },
      databaseUrl: hookline.databaseUrl,
    });
    expect((await arrive('/console/account', browser(at))).text).toContain('ida@acme.test');
    await at.close();
    await other.close();
  });
});

describe('Who does not come in', () => {
  it.each([
    ['is not on the lists', 'eve', { email: 'eve@evil.test' }, 'may not sign in here'],
    ['has a domain that only ends like one', 'eve2', { email: 'eve@notacme.test' }, 'may not sign in here'],
    ['is not vouched for', 'eve3', { email_verified: false }, 'does not vouch'],
    ['is vouched for in so many words', 'eve4', { email_verified: 'true' }, 'does not vouch'],
    ['has no address', 'eve5', { email: undefined }, 'does not vouch'],
  ])('%s', async (_what, accountId, claims, words) => {
    someone(accountId, claims);
    const { status, text, url } = await arrive();
    expect([status, url.pathname]).toEqual([403, '/console/sign-in/oidc/callback']);
    expect(text).toContain(words);
    expect(await prisma.admin.count({ where: { oidcSubject: accountId } })).toBe(0);
    const last = await prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } });
    expect(last).toMatchObject({ action: 'admin.sign_in_failed', details: { by: 'oidc' } });
  });

  it('is disabled', async () => {
    someone('dora');
    await arrive();
    await prisma.admin.update({ where: { email: 'dora@acme.test' }, data: { disabledAt: new Date() } });
    const { status, text } = await arrive();
    expect(status).toBe(403);
    expect(text).toContain('dora@acme.test is disabled');
  });

  it('declined', async () => {
    someone('ada');
    issuer.person.decision = 'deny';
    const { status, text } = await arrive();
    expect(status).toBe(422);
    expect(text).toContain('says that you did not sign in there');
    expect(text).not.toContain('The person declined');
  });

  it('brings the answer to another browser’s question, or to none', async () => {
    const { url } = await browser().open(START, isCallback);
    for (const address of [url.href, CALLBACK, `${CALLBACK}?code=c&state=`, `${url.href}&state=other`]) {
      const { status, text, headers } = await browser().open(address);
      expect(status).toBe(422);
      expect(text).toContain('begun in another browser');
      expect(headers.getSetCookie().join('')).not.toContain('hookline_session');
    }
  });

  it('brings a cookie that is another attempt’s, or was changed', async () => {
    const first = await fetch(`${hookline.url}/console/sign-in/oidc`, { redirect: 'manual' });
    const second = await fetch(`${hookline.url}/console/sign-in/oidc`, { redirect: 'manual' });
    const [name = ''] = first.headers.getSetCookie()[0]?.split('=') ?? [];
    const state = new URL(first.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const value = second.headers.getSetCookie()[0]?.split(/[=;]/)[1] ?? '';
    for (const forged of [value, `${value}AAAA`, 'x', '']) {
      const { status } = await fetch(`${hookline.url}/console/sign-in/oidc/callback?code=c&state=${state}`, {
        headers: { Cookie: `${name}=${forged}` },
      });
      expect(status).toBe(422);
    }
  });

  it('comes a second time with the same answer', async () => {
    const visitor = browser();
    const { url } = await visitor.open(START, isCallback);
    const kept = new Browser({ [HERE]: hookline.url });
    Object.assign(kept, { jars: structuredClone(Reflect.get(visitor, 'jars')) });
    expect((await visitor.open(url)).status).toBe(200);
    expect((await visitor.open(url)).text).toContain('has been used');
    // The cookie was copied: the issuer knows the code no longer.
    expect((await kept.open(url)).status).toBe(502);
  });

  it('tries too often', async () => {
    const statuses = [];
    for (let tries = 0; tries < 21; tries += 1) statuses.push((await browser().open(CALLBACK)).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect((await browser().open(CALLBACK)).headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('An issuer that cannot be trusted', () => {
  const right = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const wrong = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let forger: FaultServer;
  let at: TestHookline;
  let idToken: string;

  beforeAll(async () => {
    const jwk = { ...(await exportJWK(right.publicKey)), kid: 'k', use: 'sig', alg: 'RS256' };
    forger = await startFaultServer({
      answer: ({ path }) => {
        if (path === '/token')
          return faults.ok({ access_token: 'a', token_type: 'Bearer', id_token: idToken });
        if (path === '/keys') return faults.ok({ keys: [jwk] });
        return faults.ok({
          issuer: forger.url,
          authorization_endpoint: `${forger.url}/authorize`,
          token_endpoint: `${forger.url}/token`,
          jwks_uri: `${forger.url}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      },
    });
    at = await startTestHookline({
      environment: { ...ALLOWED, ADMIN_OIDC_ISSUER: forger.url },
      databaseUrl: hookline.databaseUrl,
    });
  });
  afterAll(async () => {
    await at?.close();
    await forger?.close();
  });

  /** Comes back with a code, for which the issuer gives an id token of these claims. */
  async function comeBack(claims: JWTPayload, key: KeyObject | Uint8Array = right.privateKey, alg = 'RS256') {
    const visitor = browser(at);
    const { url } = await visitor.open(START, ({ pathname }) => pathname === '/authorize');
    const { state, nonce } = Object.fromEntries(url.searchParams);
    const all = {
      sub: 'ada',
      nonce,
      iss: forger.url,
      aud: OIDC_CLIENT.clientId,
      exp: Math.floor(Date.now() / 1000) + 60,
      iat: Math.floor(Date.now() / 1000),
      email: 'ada@acme.test',
      email_verified: true,
      ...claims,
    };
    idToken =
      alg === 'none'
        ? `${[{ alg }, all].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
        : await new SignJWT(all).setProtectedHeader({ alg, kid: 'k' }).sign(key);
    return visitor.open(`${CALLBACK}?${new URLSearchParams({ code: 'c', state: state ?? '' }).toString()}`);
  }

  it('is believed when all is right', async () => {
    expect((await comeBack({})).url.pathname).toBe('/console');
  });

  const secret = Buffer.from(OIDC_CLIENT.clientSecret);
  const past = Math.floor(Date.now() / 1000) - 600;
  it.each<[string, JWTPayload, (KeyObject | Uint8Array)?, string?]>([
    ['signs with another key', {}, wrong.privateKey],
    ['does not sign at all', {}, right.privateKey, 'none'],
    ['signs with what is no secret from it', {}, secret, 'HS256'],
    ['names another issuer', { iss: 'https://evil.example' }],
    ['means another client', { aud: 'another-client' }],
    ['answers another question', { nonce: 'of-another-attempt' }],
    ['says nothing of the question', { nonce: undefined }],
    ['is late', { exp: past }],
  ])('is not when it %s', async (_what, claims, key, alg) => {
    const { status, text, headers } = await comeBack(claims, key, alg);
    expect(status).toBe(502);
    expect(text).toContain('cannot be trusted');
    expect(headers.getSetCookie().join('')).not.toContain('hookline_session');
  });

  it('is away: the page says so, and passwords still work', async () => {
    const gone = await startFaultServer({ answer: () => faults.resetBefore() });
    const lonely = await startTestHookline({
      environment: {
        ...ALLOWED,
        ADMIN_OIDC_ISSUER: gone.url,
        ADMIN_EMAIL: 'a@b.test',
        ADMIN_PASSWORD: 'p'.repeat(12),
      },
      databaseUrl: hookline.databaseUrl,
    });
    const visitor = browser(lonely);
    const page = await visitor.open(START);
    expect(page.status).toBe(503);
    expect(page.text).toContain('Acme & Co cannot be reached');
    const entered = await visitor.submit(page, { email: 'a@b.test', password: 'p'.repeat(12) });
    expect([entered.status, entered.url.pathname]).toEqual([200, '/console']);
    await lonely.close();
    await gone.close();
  });
});

describe('ADMIN_PASSWORD_SIGN_IN=off', () => {
  it('leaves the issuer and sign-in links', async () => {
    const at = await startTestHookline({
      environment: { ...ALLOWED, ADMIN_OIDC_ISSUER: issuer.issuer, ADMIN_PASSWORD_SIGN_IN: 'off' },
      databaseUrl: hookline.databaseUrl,
    });
    const visitor = browser(at);
    const page = await visitor.open(`${HERE}/console/sign-in`);
    expect(page.html).not.toContain('type="password"');
    expect(page.text).toContain('Sign in with Acme & Co');
    const refused = await fetch(`${at.url}/console/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'ada@acme.test', password: 'x' }),
    });
    expect(refused.status).toBe(403);
    const account = await arrive('/console/account', visitor);
    expect(account.text).toContain('ada@acme.test');
    expect(account.html).not.toContain('type="password"');
    await at.close();
  });
});

describe('Without an issuer', () => {
  it('there is no such way', async () => {
    const at = await startTestHookline({ databaseUrl: hookline.databaseUrl });
    for (const path of ['', '/callback'])
      expect((await fetch(`${at.url}/console/sign-in/oidc${path}`)).status).toBe(404);
    expect(await (await fetch(`${at.url}/console/sign-in`)).text()).not.toContain('oidc');
    await at.close();
  });

  const all = { ...ALLOWED, ADMIN_OIDC_ISSUER: 'https://login.example/tenant/' };
  it.each([
    [{ ADMIN_OIDC_ISSUER: 'https://login.example' }, 'ADMIN_OIDC_CLIENT_SECRET: must be set, too'],
    [{ ...all, ADMIN_OIDC_ISSUER: 'http://login.example' }, 'must be an https:// address'],
    [{ ...all, ADMIN_OIDC_ADMINS: '', ADMIN_OIDC_VIEWERS: '' }, 'or nobody may sign in'],
    [{ ...all, ADMIN_OIDC_ADMINS: 'acme.test' }, 'must be e-mail addresses or @domains'],
    [{ ADMIN_PASSWORD_SIGN_IN: 'off' }, 'must not be off without ADMIN_OIDC_ISSUER'],
  ])('the start is refused when it is half set up: %o', (environment, words) => {
    expect(() => oidcConfig.read(environment)).toThrow(words);
  });

  it('an issuer stays as it is written', () => {
    expect(oidcConfig.read(all).issuer?.url).toBe('https://login.example/tenant/');
  });
});

describe('The lists', () => {
  it('prefer an address to its domain, and admins to viewers', () => {
    const people = { admin: ['@acme.test', 'ada@b.test'], viewer: ['ida@acme.test', 'ada@b.test'] };
    const roles = ['x@acme.test', 'IDA@acme.test', 'ada@b.test', 'x@b.test', '@acme.test@evil.test'];
    expect(roles.map((email) => roleOf(email, people))).toEqual([
      'admin',
      'viewer',
      'admin',
      undefined,
      undefined,
    ]);
  });
});
