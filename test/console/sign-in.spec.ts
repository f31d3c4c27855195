import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdminsService } from '../../src/platform/admins/admins.service.js';
import { SignInLinks } from '../../src/platform/admins/sign-in-links.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { ConsoleSessions } from '../../src/console/sign-in/console-sessions.js';
import { FirstAdmin } from '../../src/console/sign-in/first-admin.js';
import { SignInPruning } from '../../src/console/sign-in/sign-in-pruning.js';
import { SignInThrottle } from '../../src/console/sign-in/sign-in-throttle.js';
import { signIn, type SignedIn } from '../support/console.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse battery';

let hookline: TestHookline;
let prisma: PrismaService;
let first: { id: string };

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD } });
  prisma = hookline.app.get(PrismaService, { strict: false });
  first = await prisma.admin.findUniqueOrThrow({ where: { email: EMAIL } });
});
beforeEach(async () => {
  await prisma.rateLimit.deleteMany();
});
afterAll(() => hookline?.close());

interface Answer {
  status: number;
  headers: Headers;
  html: string;
  /** `hookline_session=…`, when the answer sets one. */
  cookie: string | undefined;
  location: string | null;
}

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${hookline.url}${path}`, { redirect: 'manual', ...init });
  const { status, headers } = response;
  const [cookie] = headers.getSetCookie().map((line) => line.split(';')[0]);
  return { status, headers, html: await response.text(), cookie, location: headers.get('location') };
}

function get(path: string, cookie = ''): Promise<Answer> {
  return send(path, { headers: { Cookie: cookie } });
}

function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = new URLSearchParams(fields);
  return send(path, { method: 'POST', body, headers: { Origin: hookline.url, ...headers } });
}

function withPassword(
  fields: Record<string, string> = {},
  headers?: Record<string, string>,
): Promise<Answer> {
  return post('/console/sign-in', { email: EMAIL, password: PASSWORD, ...fields }, headers);
}

/** The cookie of a new session of the first admin. */
async function entered(): Promise<string> {
  const browser = { address: '127.0.0.1', userAgent: 'tests' };
  return `hookline_session=${await hookline.app.get(ConsoleSessions, { strict: false }).begin(first.id, browser)}`;
}

async function csrfOf(cookie: string): Promise<string> {
  const { html } = await get('/console/account', cookie);
  return /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

async function linkFor(email: string): Promise<URL> {
  const admin = await hookline.app.get(AdminsService, { strict: false }).getByEmail(email);
  return new URL(await hookline.app.get(SignInLinks, { strict: false }).create(admin, COMMAND_LINE));
}

describe('Signing in by password', () => {
  it('asks who is not signed in, and goes on where they were', async () => {
    const asked = await get('/console/audit-log?action=admin.signed_in');
    expect(asked.status).toBe(303);
    expect(asked.location).toBe('/console/sign-in?next=%2Fconsole%2Faudit-log%3Faction%3Dadmin.signed_in');

    const page = await get(asked.location ?? '');
    expect(page.html).toContain('value="/console/audit-log?action=admin.signed_in"');
    const { status, location, cookie } = await withPassword({
      next: '/console/audit-log?action=admin.signed_in',
    });
    expect([status, location]).toEqual([303, '/console/audit-log?action=admin.signed_in']);

    const room = await get('/console/audit-log', cookie);
    expect(room.status).toBe(200);
    expect(room.html).toContain(EMAIL);
    expect(room.html).toContain('aria-current="page"');
  });

  it('gives a cookie that no script and no other site can use', async () => {
    const { headers } = await withPassword({ email: ` ${EMAIL.toUpperCase()} ` });
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(
      /^hookline_session=[\w-]{43}; Path=\/console; Max-Age=604800; HttpOnly; SameSite=Lax$/,
    );
  });

  it('answers a wrong password, an unknown address and a disabled admin alike', async () => {
    const disabled = await prisma.admin.create({
      data: { email: 'gone@example.com', role: 'admin', disabledAt: new Date() },
    });
    const { passwordHash } = await prisma.admin.findUniqueOrThrow({ where: { id: first.id } });
    await prisma.admin.update({ where: { id: disabled.id }, data: { passwordHash } });
    const answers = [
      await withPassword({ password: 'wrong wrong wrong' }),
      await withPassword({ email: 'nobody@example.com' }),
      await withPassword({ email: 'gone@example.com' }),
    ];
    const pages = answers.map(({ html }) => html.replaceAll(/[\w.]+@example\.com/g, '…'));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(new Set(pages).size).toBe(1);
    expect(answers.every(({ cookie }) => cookie === undefined)).toBe(true);
    expect(answers[0]?.html).toContain(`value="${EMAIL}"`);
    expect(answers[0]?.html).not.toContain('wrong wrong wrong');
  });

  it.each(['https://evil.example/console', '/\\evil.example/console'])(
    'does not lead to %s',
    async (next) => {
      const { location } = await withPassword({ next });
      expect(location).toBe('/console');
      const { html } = await get(`/console/sign-in?${new URLSearchParams({ next }).toString()}`);
      expect(html).toContain('name="next" value="/console"');
    },
  );

  it('gives a new token to a browser that brings one, and ends the session it had', async () => {
    const before = await entered();
    const planted = 'hookline_session=planted-by-somebody-else-0000000000000000000';
    const { cookie: after } = await withPassword({}, { Cookie: before });
    const { cookie: other } = await withPassword({}, { Cookie: planted });
    expect(new Set([before, after, other, planted]).size).toBe(4);
    expect((await get('/console/account', before)).status).toBe(303);
    expect((await get('/console/account', planted)).status).toBe(303);
    expect((await get('/console/account', after)).status).toBe(200);
  });

  it('is refused to a form of another site', async () => {
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const { status, cookie } = await withPassword({}, headers);
      expect([status, cookie]).toEqual([403, undefined]);
    }
  });

  it('keeps who guesses waiting, and forgets the tries of who knew it', async () => {
    for (let tries = 0; tries < 4; tries += 1) await withPassword({ password: `guess ${tries}` });
    expect((await withPassword()).status).toBe(303);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await withPassword({ password: `guess ${tries}` })).status).toBe(422);
    }
    const { status, headers, html, cookie } = await withPassword();
    expect([status, cookie]).toEqual([429, undefined]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(html).toContain('too many tries');
    expect((await withPassword({ email: 'nobody@example.com' })).status).toBe(422);
  });

  it('lets through only so many of many guesses at once', async () => {
    const guesses = Array.from({ length: 15 }, (_, guess) => withPassword({ password: `guess ${guess}` }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });

  it('takes a network of the sixth protocol for one address', async () => {
    const throttle = hookline.app.get(SignInThrottle, { strict: false });
    const tries = Array.from({ length: 25 }, (_, host) => ({
      email: `${host}@example.com`,
      address: `2001:db8:77:1::${host.toString(16)}`,
      known: false,
    }));
    const waits = [];
    for (const each of tries) waits.push(await throttle.count(each));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
    expect(await throttle.count({ email: EMAIL, address: '2001:db8:77:2::1', known: true })).toBe(0);
  });

  it('does not keep an admin out where they were before, whatever is tried elsewhere', async () => {
    const throttle = hookline.app.get(SignInThrottle, { strict: false });
    const tryFrom = (address: string, known = false) => throttle.count({ email: EMAIL, address, known });
    for (let tries = 0; tries < 60; tries += 1) await tryFrom(`198.51.100.${tries}`);
    expect(await tryFrom('198.51.100.200')).toBeGreaterThan(0);
    expect(await tryFrom('192.0.2.1', true)).toBe(0);
  });
});

describe('Signing in by link', () => {
  it('takes a press of the button, so that who only looks at a link does not use it up', async () => {
    const { pathname, search, searchParams } = await linkFor(EMAIL);
    const token = searchParams.get('token') ?? '';
    for (const look of ['first', 'second']) {
      const page = await get(`${pathname}${search}`);
      expect([look, page.status, page.cookie]).toEqual([look, 200, undefined]);
      expect(page.html).toContain(`value="${token}"`);
    }
    const both = await Promise.all([post(pathname, { token }), post(pathname, { token })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
    const cookie = both.find((answer) => answer.cookie)?.cookie;
    expect((await get('/console/account', cookie)).status).toBe(200);
    expect((await post(pathname, { token })).html).toContain('was used already, or it is over');
  });

  it('refuses a link that was made before the password was changed', async () => {
    const token = (await linkFor(EMAIL)).searchParams.get('token') ?? '';
    const { id } = await prisma.admin.findUniqueOrThrow({ where: { email: EMAIL } });
    await hookline.app.get(AdminsService, { strict: false }).setPassword(id, PASSWORD, COMMAND_LINE);
    expect((await post('/console/sign-in/link', { token })).status).toBe(422);
  });

  it('refuses a link that is over, and one of somebody who was disabled', async () => {
    const token = (await linkFor(EMAIL)).searchParams.get('token') ?? '';
    await prisma.signInLink.updateMany({
      where: { usedAt: null },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect((await post('/console/sign-in/link', { token })).status).toBe(422);
    expect((await post('/console/sign-in/link', { token: 'made-up' })).status).toBe(422);
    await hookline.app.get(SignInPruning, { strict: false }).prune();
    expect(await prisma.signInLink.count({ where: { usedAt: null } })).toBe(0);
  });

  it('comes with a start only as long as nobody has a password', async () => {
    expect(await hookline.app.get(FirstAdmin, { strict: false }).startLink()).toBeUndefined();
  });
});

describe('A session', () => {
  it('ends at sign-out, and shows at no other door', async () => {
    const cookie = await entered();
    const out = await post('/console/sign-out', { csrf: await csrfOf(cookie) }, { Cookie: cookie });
    expect([out.status, out.location, out.cookie]).toEqual([303, '/console/sign-in', 'hookline_session=']);
    expect((await get('/console/account', cookie)).status).toBe(303);
  });

  it('is ended by its owner from another browser, one or all of them', async () => {
    const [here, there, elsewhere] = [await entered(), await entered(), await entered()];
    const csrf = await csrfOf(here);
    const { html } = await get('/console/account', here);
    const [end = ''] = /\/console\/account\/sessions\/[\w-]{36}\/end/.exec(html) ?? [];
    const sessions = () => prisma.adminSession.count({ where: { adminId: first.id } });
    const before = await sessions();
    expect((await post(end, { csrf }, { Cookie: here })).status).toBe(303);
    expect(await sessions()).toBe(before - 1);
    expect((await post(end, { csrf }, { Cookie: here })).status).toBe(404);
    await post('/console/account/sessions/end-others', { csrf }, { Cookie: here });
    expect(await sessions()).toBe(1);
    for (const cookie of [there, elsewhere]) expect((await get('/console/account', cookie)).status).toBe(303);
    expect((await get('/console/account', here)).status).toBe(200);
  });

  it.each([
    ['12 hours without a request', { lastSeenAt: new Date(Date.now() - 12 * 3_600_000) }],
    ['7 days', { expiresAt: new Date() }],
  ])('is over after %s', async (_after, data) => {
    const cookie = await entered();
    await prisma.adminSession.updateMany({ data });
    expect((await get('/console/account', cookie)).status).toBe(303);
  });

  it('cannot be read from the database', async () => {
    const [, token = ''] = (await withPassword()).cookie?.split('=') ?? [];
    const linkToken = (await linkFor(EMAIL)).searchParams.get('token') ?? '';
    const tables = [
      await prisma.adminSession.findMany(),
      await prisma.signInLink.findMany(),
      await prisma.admin.findMany(),
      await prisma.auditEntry.findMany(),
    ];
    const dump = tables
      .flat()
      .map((row) =>
        Object.values(row)
          .map((value) => asText(value))
          .join('\n'),
      )
      .join('\n');
    for (const secret of [token, linkToken, PASSWORD]) expect(dump).not.toContain(secret);
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('changes its password by the present one, and with it ends the others', async () => {
    const { id } = await prisma.admin.create({ data: { email: 'grace@example.com', role: 'viewer' } });
    const token = (await linkFor('grace@example.com')).searchParams.get('token') ?? '';
    const { cookie = '' } = await post('/console/sign-in/link', { token });
    const csrf = await csrfOf(cookie);
    const change = (fields: Record<string, string>) =>
      post('/console/account/password', { csrf, ...fields }, { Cookie: cookie });
    const short = await change({ password: 'short' });
    expect([short.status, short.html.includes('at least 12 characters')]).toEqual([422, true]);
    expect(short.html).toContain('aria-invalid="true"');
    expect((await change({ password: 'a first password' })).status).toBe(303);

    const other = await post('/console/sign-in', {
      email: 'grace@example.com',
      password: 'a first password',
    });
    await prisma.adminSession.updateMany({ where: { adminId: id }, data: { createdAt: new Date(0) } });
    expect((await change({ password: 'a second password' })).html).toContain('not your present password');
    const right = await change({ current: 'a first password', password: 'a second password' });
    expect(right.location).toBe('/console/account?done=password');
    expect((await get('/console/account', other.cookie)).status).toBe(303);
    expect((await get('/console/account', cookie)).status).toBe(200);
  });
});

function asText(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value);
}

describe('A form that acts', () => {
  let admin: SignedIn;
  let viewer: SignedIn;

  beforeAll(async () => {
    admin = await signIn(hookline, 'admin');
    viewer = await signIn(hookline, 'viewer');
  });

  const create = { name: 'shop backend', 'payments:read': 'on' };

  it('needs the token of its own session, and a page of this service', async () => {
    const [cookie, other] = [await entered(), await entered()];
    const [own, foreign] = [await csrfOf(cookie), await csrfOf(other)];
    const attempt = (csrf: string, headers = {}) =>
      post('/console/api-keys', { ...create, csrf }, { Cookie: cookie, ...headers });
    for (const csrf of ['', 'wrong', foreign, `${own}x`]) expect((await attempt(csrf)).status).toBe(403);
    expect((await post('/console/api-keys', create, { Cookie: cookie })).status).toBe(403);
    expect((await attempt(own, { Origin: 'https://evil.example' })).status).toBe(403);
    expect(await prisma.apiKey.count({ where: { name: 'shop backend' } })).toBe(0);
    expect((await attempt(own)).status).toBe(200);
  });

  it('sends who is signed out to sign in, and back to the page that held it', async () => {
    const { status, location } = await post('/console/api-keys', create, {
      Referer: `${hookline.url}/console/api-keys`,
    });
    expect([status, location]).toEqual([303, '/console/sign-in?next=%2Fconsole%2Fapi-keys']);
  });

  it('is neither shown to viewers nor done for them', async () => {
    const page = await viewer.page('/console/api-keys');
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('action="/console/api-keys');
    const refused = await viewer.act('/console/api-keys', create);
    expect([refused.status, refused.html.includes('Viewers see everything')]).toEqual([403, true]);
    expect((await viewer.page('/console/admins')).status).toBe(403);
    expect((await viewer.act('/console/sign-out')).status).toBe(303);
  });

  it('makes a key that is shown once, and revokes it', async () => {
    const made = await admin.act('/console/api-keys', create);
    const [key = ''] = /hl_[\w-]{43}/.exec(made.html) ?? [];
    const call = () =>
      fetch(`${hookline.url}/v1/payments/none`, { headers: { Authorization: `Bearer ${key}` } });
    expect((await call()).status).not.toBe(401);
    expect((await admin.page('/console/api-keys')).html).not.toContain(key);

    const { id } = await prisma.apiKey.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const done = await admin.actAndFollow(`/console/api-keys/${id}/revoke`);
    expect(done.html).toContain('The key is revoked');
    expect((await call()).status).toBe(401);
    expect((await admin.act(`/console/api-keys/${id}/revoke`)).status).toBe(404);
  });

  it('shows what is wrong beside its field and keeps what was typed', async () => {
    const { status, html } = await admin.act('/console/api-keys', { name: 'half & done &lt;' });
    expect(status).toBe(422);
    expect(html).toContain('Choose at least one.');
    expect(html).toContain('value="half &amp; done &amp;lt;"');
  });

  it('shows names as text, whatever is in them', async () => {
    const name = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
    await admin.act('/console/api-keys', { ...create, name });
    await prisma.auditEntry.create({
      data: { actorKind: 'admin', actor: name, action: name, target: name, details: { [name]: name } },
    });
    for (const path of [
      '/console/api-keys',
      '/console/audit-log',
      `/console/audit-log?${new URLSearchParams({ action: name }).toString()}`,
    ]) {
      const { html } = await admin.page(path);
      expect(html).toContain('&lt;script>alert(1)');
      const outsideAttributes = html.replaceAll(/="[^"]*"/g, '');
      expect(outsideAttributes).not.toMatch(/<script>alert|<img/);
    }
  });
});

describe('Admins', () => {
  it('are added with a link to hand over, once for each e-mail address', async () => {
    const admin = await signIn(hookline, 'admin');
    const made = await admin.act('/console/admins', { email: 'Lin@Example.com', role: 'viewer' });
    const token = /sign-in\/link\?token=([\w-]{43})/.exec(made.html)?.[1] ?? '';
    const { cookie } = await post('/console/sign-in/link', { token });
    expect((await get('/console', cookie)).html).toContain('lin@example.com');
    const again = await admin.act('/console/admins', { email: 'lin@example.com', role: 'viewer' });
    expect([again.status, again.html.includes('is there already')]).toEqual([422, true]);
    expect((await admin.act('/console/admins', { email: 'not one', role: 'king' })).status).toBe(422);
  });

  it('lose their sessions at once when they are disabled, and may be enabled again', async () => {
    const admin = await signIn(hookline, 'admin');
    const other = await signIn(hookline, 'admin');
    const { id } = await prisma.admin.findUniqueOrThrow({ where: { email: other.email } });
    expect((await admin.act(`/console/admins/${id}/disable`)).status).toBe(303);
    expect((await other.page('/console/account')).status).toBe(303);
    expect((await admin.act(`/console/admins/${id}/link`)).status).toBe(409);
    expect((await admin.act(`/console/admins/${id}/enable`)).status).toBe(303);
    expect((await admin.act(`/console/admins/${crypto.randomUUID()}/disable`)).status).toBe(404);
  });

  it('change roles at once', async () => {
    const admin = await signIn(hookline, 'admin');
    const other = await signIn(hookline, 'admin');
    const { id } = await prisma.admin.findUniqueOrThrow({ where: { email: other.email } });
    await admin.act(`/console/admins/${id}/role`, { role: 'viewer' });
    expect((await other.page('/console/admins')).status).toBe(403);
  });

  it('always have one left, even when two disable one another at once', async () => {
    const [one, two] = [await signIn(hookline, 'admin'), await signIn(hookline, 'admin')];
    const kept = await prisma.admin.findMany({ where: { email: { in: [one.email, two.email] } } });
    const ids = new Map(kept.map(({ email, id }) => [email, id]));
    const others = { where: { email: { notIn: [one.email, two.email] }, disabledAt: null } };
    const before = await prisma.admin.findMany({ ...others, select: { id: true } });
    await prisma.admin.updateMany({ ...others, data: { disabledAt: new Date() } });
    try {
      const answers = await Promise.all([
        one.act(`/console/admins/${ids.get(two.email)}/disable`),
        two.act(`/console/admins/${ids.get(one.email)}/disable`),
      ]);
      expect(
        answers.filter(({ status, location }) => status === 303 && location?.includes('done')),
      ).toHaveLength(1);
      const left = await prisma.admin.findMany({ where: { role: 'admin', disabledAt: null } });
      expect(left).toHaveLength(1);
      const last = left[0]?.email === one.email ? one : two;
      const refused = await last.act(`/console/admins/${left[0]?.id}/disable`);
      expect([refused.status, refused.html.includes('This is the last admin')]).toEqual([409, true]);
      expect((await last.act(`/console/admins/${left[0]?.id}/role`, { role: 'viewer' })).status).toBe(409);
    } finally {
      await prisma.admin.updateMany({
        where: { id: { in: before.map(({ id }) => id) } },
        data: { disabledAt: null },
      });
    }
  });
});

describe('Every page', () => {
  it('allows nothing inline and nothing from elsewhere', async () => {
    const cookie = await entered();
    for (const path of ['/console/sign-in', '/console/account', '/console/admins', '/console/nowhere']) {
      const { headers, html } = await get(path, cookie);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(html).toMatch(/^<!doctype html><html lang="en">/);
      expect(html).not.toMatch(/ style=| on\w+=|<style|<script(?! src="\/console\/assets\/)/);
    }
  });

  it('loads style and scripts that browsers keep for ever', async () => {
    const { html } = await get('/console/sign-in');
    const assets = [...html.matchAll(/(?:href|src)="(\/console\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(assets).toHaveLength(3);
    for (const path of assets) {
      const { status, headers, html: content } = await get(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(content.length).toBeGreaterThan(500);
    }
  });

  it('that is not there says so, with a way on', async () => {
    const { status, html, headers } = await get('/console/nowhere', await entered());
    expect(status).toBe(404);
    expect(html).toContain('href="/console"');
    expect(html).toContain(headers.get('x-request-id'));
  });
});

describe('The audit log', () => {
  it('has who signed in and who failed to, and never what was typed', async () => {
    await withPassword({ email: 'nobody@example.com', password: 'secret in the wrong place' });
    await withPassword({ password: 'another wrong password' });
    const { cookie } = await withPassword();
    const failed = await get('/console/audit-log?action=admin.sign_in_failed', cookie);
    expect(failed.html).toContain(EMAIL);
    expect(failed.html).not.toMatch(/nobody@example|wrong place|another wrong/);
    const entries = await prisma.auditEntry.findMany({
      where: { action: 'admin.signed_in', actorId: first.id },
    });
    expect(entries.at(-1)).toMatchObject({ actor: EMAIL, details: { by: 'password' }, address: '127.0.0.1' });
    const actions = await prisma.auditEntry.groupBy({ by: ['action'] });
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'admin.created',
        'admin.disabled',
        'admin.enabled',
        'admin.link_created',
        'admin.password_changed',
        'admin.role_changed',
        'admin.signed_out',
        'api_key.created',
        'api_key.revoked',
      ]),
    );
  });

  it('is filtered and paged', async () => {
    const cookie = await entered();
    await prisma.auditEntry.createMany({
      data: Array.from({ length: 60 }, () => ({
        actorKind: 'system' as const,
        actor: 'Hookline',
        action: 'paged',
      })),
    });
    const newest = await get('/console/audit-log?action=paged', cookie);
    const next = /href="(\?action=paged&after=[^"]+)" rel="next"/.exec(newest.html)?.[1];
    const older = await get(`/console/audit-log${next}`, cookie);
    expect(newest.html.match(/<td role="cell" data-label="What">/g)).toHaveLength(50);
    expect(older.html.match(/<td role="cell" data-label="What">/g)).toHaveLength(10);
    expect((await get('/console/audit-log?after=x', cookie)).status).toBe(422);
  });
});
