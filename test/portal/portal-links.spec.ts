import { symbols } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { LOGGER, type Logger } from '../../src/platform/logging/logger.js';
import { PortalTokens, type PortalTokenPurpose } from '../../src/deliveries/portal/portal-tokens.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const OLD_KEY = Buffer.alloc(32, 7).toString('base64');
const NEW_KEY = Buffer.alloc(32, 8).toString('base64');

let hookline: TestHookline;
/** The same house behind https, after its key was changed. */
let later: TestHookline;
let tokens: PortalTokens;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ENCRYPTION_KEYS: `old:${OLD_KEY}` } });
  later = await startTestHookline({
    databaseUrl: hookline.databaseUrl,
    environment: {
      ENCRYPTION_KEYS: `new:${NEW_KEY},old:${OLD_KEY}`,
      PUBLIC_URL: 'https://hooks.example.com',
    },
  });
  tokens = hookline.app.get(PortalTokens, { strict: false });
});
afterAll(async () => {
  await later?.close();
  await hookline?.close();
});

const createLink = (body: object, headers = {}) => hookline.api('POST', '/v1/portal-links', body, headers);

const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? '';

const inAnHour = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);

/** Opens the portal as a browser does, without following where it leads. */
async function enter({ url }: TestHookline, token: string, session = '') {
  const query = new URLSearchParams({ token }).toString();
  const headers = { Cookie: `hookline_portal=${session}`, 'Sec-Fetch-Site': 'cross-site' };
  const answer = await fetch(`${url}/portal/enter?${query}`, { redirect: 'manual', headers });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

async function look({ url }: TestHookline, sessionToken: string) {
  const headers = { Cookie: `hookline_portal=${sessionToken}` };
  return (await fetch(`${url}/portal`, { headers })).status;
}

/** All that is logged from now on. */
function logOf({ app }: TestHookline) {
  const logger = app.get<Logger & { [symbols.streamSym]: { write(line: string): void } }>(LOGGER, {
    strict: false,
  });
  const written: string[] = [];
  logger.level = 'trace';
  const spy = vi.spyOn(logger[symbols.streamSym], 'write').mockImplementation((line) => written.push(line));
  return {
    lines: (text: string) => written.filter((line) => line.includes(text)),
    close: () => {
      logger.level = 'silent';
      spy.mockRestore();
    },
  };
}

describe('POST /v1/portal-links', () => {
  it('makes a link for an hour, unless another time is asked for', async () => {
    const { status, body } = await createLink({ tenant: 'acme' });
    expect(status).toBe(201);
    expect(body.tenant).toBe('acme');
    expect(body.url).toMatch(/^http:\/\/localhost:3000\/portal\/enter\?token=[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(Date.parse(body.expires_at) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(body.expires_at) - Date.now()).toBeLessThanOrEqual(3_600_000);
    const short = await createLink({ tenant: 'acme', expires_in: 300 });
    expect(Date.parse(short.body.expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
  });

  it.each([
    [{}, 'tenant'],
    [{ tenant: '' }, 'tenant'],
    [{ tenant: 'a\0b' }, 'tenant'],
    [{ tenant: 'acme', expires_in: 299 }, 'expires_in'],
    [{ tenant: 'acme', expires_in: 604_801 }, 'expires_in'],
    [{ tenant: 'acme', return_to: 'https://evil.example' }, 'return_to'],
  ])('refuses %j, and names %s', async (body, field) => {
    const { status, body: answer } = await createLink(body);
    expect(status).toBe(400);
    expect(answer.error.details).toEqual([expect.objectContaining({ field })]);
  });

  it('wants the scope of endpoints', async () => {
    const key = await hookline.createKey('endpoints:read');
    const { status } = await createLink({ tenant: 'acme' }, { Authorization: `Bearer ${key}` });
    expect(status).toBe(403);
  });

  it('is in the audit log, without its token', async () => {
    const { body } = await createLink({ tenant: 'audited' });
    const entries = await hookline.app
      .get(AuditLog, { strict: false })
      .list({ action: 'portal_link.created' }, 1);
    const text = JSON.stringify(entries);
    expect(text).toContain('audited');
    expect(text).not.toContain(tokenOf(body.url));
  });
});

describe('a link to the portal of another tenant than the one that is open', () => {
  const signed = (purpose: PortalTokenPurpose, tenant: string) =>
    tokens.sign(purpose, { tenant, expiresAt: inAnHour() });

  it('asks first, naming both, and leaves the session as it is', async () => {
    const session = await signed('portal_session', 'acme');
    const token = await signed('portal_link', '<b>attacker</b>');
    const { status, headers, html } = await enter(hookline, token, session);
    expect(status).toBe(200);
    expect(headers.getSetCookie()).toEqual([]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(html).toContain('<code>acme</code>');
    expect(html).toContain('<code>&lt;b>attacker&lt;/b></code>');
    expect(html).toContain(`<input type="hidden" name="token" value="${token}"`);
  });

  it('is opened by the button of that page, and by no page of another site', async () => {
    const session = await signed('portal_session', 'acme');
    const body = { token: await signed('portal_link', 'globex') };
    const submit = (headers: Record<string, string>) =>
      fetch(`${hookline.url}/portal/enter`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: `hookline_portal=${session}`, ...headers },
        body: new URLSearchParams(body),
      });
    for (const [name, value] of [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Origin', 'https://evil.test'],
    ] as const) {
      const refused = await submit({ [name]: value });
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([403, []]);
    }
    const answer = await submit({ 'Sec-Fetch-Site': 'same-origin', Origin: hookline.url });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/portal']);
    const [, opened = ''] = /^hookline_portal=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? [];
    expect(await tokens.verify('portal_session', opened)).toMatchObject({ tenant: 'globex' });
    body.token = 'made-up';
    const madeUp = await submit({ Origin: hookline.url });
    expect([madeUp.status, madeUp.headers.getSetCookie()]).toEqual([401, []]);
  });

  it('opens at once for the same tenant, and over a session that has ended or never was one', async () => {
    const past = { tenant: 'acme', expiresAt: new Date(Date.now() - 1_000) };
    const sessions = [
      await signed('portal_session', 'globex'),
      await tokens.sign('portal_session', past),
      await signed('portal_link', 'acme'),
      'made-up',
    ];
    for (const session of sessions) {
      const answer = await enter(hookline, await signed('portal_link', 'globex'), session);
      expect([answer.status, answer.headers.getSetCookie().length]).toEqual([303, 1]);
    }
  });
});

describe('a link to the portal', () => {
  it('becomes a cookie that scripts and other pages do not get, and leaves the address bar', async () => {
    const { body } = await createLink({ tenant: 'acme' });
    const token = tokenOf(body.url);
    const { status, headers } = await enter(hookline, token);
    expect(status).toBe(303);
    expect(headers.get('location')).toBe('/portal');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(/^hookline_portal=[\w.-]+; Path=\/portal; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(token);
    const maxAge = Number(/Max-Age=(\d+)/.exec(cookie)?.[1]);
    expect(maxAge).toBeGreaterThan(3_590);
    expect(maxAge).toBeLessThanOrEqual(3_600);
  });

  it('is in no log, whether it works or not', async () => {
    const { body } = await createLink({ tenant: 'acme' });
    const log = logOf(hookline);
    const token = tokenOf(body.url);
    expect((await enter(hookline, token)).status).toBe(303);
    expect((await enter(hookline, token.slice(0, -3))).status).toBe(401);
    await eventually('both are logged', () => (log.lines('/portal/enter').length === 2 ? true : undefined));
    expect(log.lines(token.slice(0, -3))).toEqual([]);
    expect(log.lines(token.slice(token.lastIndexOf('.'), -3))).toEqual([]);
    log.close();
  });

  it('gives the cookie to https alone where the service is behind https', async () => {
    const token = await tokens.sign('portal_link', { tenant: 'acme', expiresAt: inAnHour() });
    expect((await enter(later, token)).headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });

  it('outlives a change of the key, as long as the old one is there', async () => {
    const newTokens = later.app.get(PortalTokens, { strict: false });
    const old = await tokens.sign('portal_link', { tenant: 'acme', expiresAt: inAnHour() });
    const fresh = await newTokens.sign('portal_link', { tenant: 'acme', expiresAt: inAnHour() });
    expect((await enter(later, old)).status).toBe(303);
    expect((await enter(later, fresh)).status).toBe(303);
    expect((await enter(hookline, fresh)).status).toBe(401);
  });

  it('says so when its time is over, and sets no cookie', async () => {
    const token = await tokens.sign('portal_link', {
      tenant: 'acme',
      expiresAt: new Date(Date.now() - 1_000),
    });
    const { status, headers, html } = await enter(hookline, token);
    expect(status).toBe(401);
    expect(headers.getSetCookie()).toEqual([]);
    expect(html).toContain('This link is over');
  });

  it('is no session, and a session is no link', async () => {
    const pass = { tenant: 'acme', expiresAt: inAnHour() };
    const link = await tokens.sign('portal_link', pass);
    const session = await tokens.sign('portal_session', pass);
    expect(await look(hookline, session)).toBe(200);
    expect(await look(hookline, link)).toBe(401);
    expect((await enter(hookline, session)).status).toBe(401);
  });

  it('ends the session with itself', async () => {
    const over = await tokens.sign('portal_session', {
      tenant: 'acme',
      expiresAt: new Date(Date.now() - 1_000),
    });
    expect(await look(hookline, over)).toBe(401);
  });

  it('is not to be forged: by another key, by the key itself, or without any', async () => {
    const claims = { sub: 'acme', aud: 'portal_link', exp: Math.floor(Date.now() / 1000) + 3_600 };
    const signed = (key: Uint8Array, kid: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(key);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      await signed(Buffer.alloc(32, 9), 'old'),
      await signed(Buffer.from(OLD_KEY, 'base64'), 'old'),
      await signed(Buffer.from(OLD_KEY, 'base64'), 'nobody'),
      `${part({ alg: 'none', kid: 'old' })}.${part(claims)}.`,
      '',
    ];
    for (const token of forged) expect((await enter(hookline, token)).status).toBe(401);
  });

  it('does not survive any change of a letter', async () => {
    const token = await tokens.sign('portal_link', { tenant: 'acme', expiresAt: inAnHour() });
    const place = fc.nat({ max: token.length - 2 }); // two bits of the last letter say nothing
    const letter = fc.stringMatching(/^[\w.-]$/);
    await fc.assert(
      fc.asyncProperty(place, letter, async (at, other) => {
        fc.pre(token[at] !== other);
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        await expect(tokens.verify('portal_link', changed)).rejects.toThrow('not signed here');
      }),
      { numRuns: 300 },
    );
  });

  it('carries any name of a tenant', async () => {
    const anyTenant = fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(anyTenant, async (tenant) => {
        const pass = { tenant, expiresAt: inAnHour() };
        expect(await tokens.verify('portal_link', await tokens.sign('portal_link', pass))).toEqual(pass);
      }),
    );
  });
});
