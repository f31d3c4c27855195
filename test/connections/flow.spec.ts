import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { symbols } from 'pino';
import type {
  CheckedCredential,
  CredentialForm,
  CredentialValues,
  OAuthApp,
  ProviderAccount,
  TokenGrant,
} from '../../src/contracts/connections.js';
import { ValidationError } from '../../src/contracts/errors.js';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { ConnectFlow } from '../../src/connections/flow/connect-flow.js';
import { ConnectPruning } from '../../src/connections/flow/connect-pruning.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { CredentialFormFacet, OAuthAppFacet } from '../../src/platform/facets/facets.js';
import { LOGGER, type Logger } from '../../src/platform/logging/logger.js';
import { Browser, type Shown } from '../support/browser.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { OIDC_CLIENT, startOidcServer, type OidcServer } from '../support/oidc-server.js';

const PUBLIC_URL = 'https://product.test';
const APP = 'https://app.product.test';

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';

let oidc: OidcServer;
let hookline: TestHookline;
let prisma: PrismaService;
const logLines: string[] = [];

/** A provider that publishes its endpoints and speaks OpenID Connect. */
@Injectable()
@OAuthAppFacet('acme')
class AcmeApp implements OAuthApp {
  readonly title = 'Acme';
  readonly client = OIDC_CLIENT;
  readonly variables = ['ACME_CLIENT_ID', 'ACME_CLIENT_SECRET'];
  readonly pkce = true;
  readonly clientAuthentication = 'basic';
  readonly scopes: readonly string[] = ['openid', 'offline_access'];

  get server(): OAuthApp['server'] {
    return { discover: oidc.issuer };
  }

  authorizationParameters(): Record<string, string> {
    return { prompt: 'consent' };
  }

  async account({ claims }: TokenGrant): Promise<ProviderAccount> {
    const id = String(claims?.['sub']);
    return { id, label: `${id} at Acme` };
  }
}

/** One whose variables are not set. */
@Injectable()
@OAuthAppFacet('unset')
class UnsetApp extends AcmeApp {
  override readonly client = undefined as never;
  override readonly variables = ['UNSET_CLIENT_ID', 'UNSET_CLIENT_SECRET'];
}

/** One whose endpoints are known, but do not answer. */
@Injectable()
@OAuthAppFacet('down')
class DownApp extends AcmeApp {
  override readonly scopes = [];

  override get server(): OAuthApp['server'] {
    return {
      issuer: NOWHERE,
      authorizationEndpoint: `${NOWHERE}/authorize`,
      tokenEndpoint: `${NOWHERE}/token`,
    };
  }
}

/** One whose endpoints cannot be discovered. */
@Injectable()
@OAuthAppFacet('lost')
class LostApp extends AcmeApp {
  override get server(): OAuthApp['server'] {
    return { discover: NOWHERE };
  }
}

/** One whose accounts are connected by a key. */
@Injectable()
@CredentialFormFacet('keyring')
class KeyringForm implements CredentialForm {
  readonly title = 'Keyring';
  readonly kind = 'api_key';
  readonly fields = [
    { name: 'region', label: 'Region', hint: 'As in the address: <eu>.', secret: false },
    { name: 'api_key', label: 'API key', secret: true },
  ];

  async check({ region, api_key: key }: CredentialValues): Promise<CheckedCredential> {
    if (key === 'the-right-key-of-the-keyring') return { account: { id: `ring-${region}`, label: 'A ring' } };
    const about = { provider: 'keyring', operation: 'credentials.check' };
    throw new ValidationError('Keyring refused the key.', about, [
      { field: 'api_key', issue: 'is not known at Keyring' },
    ]);
  }

  headers({ api_key: key = '' }: CredentialValues): Record<string, string> {
    return { 'x-api-key': key };
  }
}

@Module({ providers: [AcmeApp, UnsetApp, DownApp, LostApp, KeyringForm] })
class TestProviders {}

beforeAll(async () => {
  oidc = await startOidcServer(`${PUBLIC_URL}/connect/callback`);
  hookline = await startTestHookline({
    imports: [TestProviders],
    environment: {
      PUBLIC_URL,
      RETURN_TO_ALLOWLIST: APP,
      PRODUCT_NAME: 'Orders <3',
      PRODUCT_COLOR: '#ffcc00',
    },
  });
  prisma = hookline.app.get(PrismaService, { strict: false });
  collectLog(hookline);
});

afterAll(async () => {
  await hookline?.close();
  await oidc?.close();
});

beforeEach(() => {
  oidc.person = { accountId: 'ada', decision: 'agree' };
});

/** The lines of the log as they are written, after redaction. */
function collectLog({ app }: TestHookline): void {
  const logger = app.get<Logger & { [symbols.streamSym]: { write(line: string): void } }>(LOGGER, {
    strict: false,
  });
  logger.level = 'trace';
  vi.spyOn(logger[symbols.streamSym], 'write').mockImplementation((line) => void logLines.push(line));
}

const newBrowser = () => new Browser({ [PUBLIC_URL]: hookline.url });
const isCallback = (url: URL) => url.origin === PUBLIC_URL && url.pathname === '/connect/callback';
const isConsent = (url: URL) => url.origin === oidc.issuer;

let tenants = 0;
const newTenant = () => `tenant-${(tenants += 1)}`;

async function newLink(tenant: string, more: object = {}): Promise<string> {
  const { status, body } = await hookline.api('POST', '/v1/connect-links', {
    provider: 'acme',
    tenant,
    ...more,
  });
  expect([status, body]).toEqual([201, expect.objectContaining({ tenant, id: expect.any(String) })]);
  return body.url;
}

async function connectionsOf(tenant: string) {
  const { body } = await hookline.api('GET', `/v1/connections?tenant=${tenant}`);
  return body.data;
}

/** Goes through a link as far as the provider's consent page, and hands over its address. */
async function untilConsent(browser: Browser, link: string): Promise<URL> {
  const { url } = await browser.submitUntil(await browser.open(link), isConsent);
  return url;
}

/** Goes through a link and the consent page, and stops at the address that the provider sends the browser back to. */
async function untilCallback(browser: Browser, link: string): Promise<URL> {
  const { url } = await browser.open(await untilConsent(browser, link), isCallback);
  return url;
}

/** Goes through a link to the end. */
async function connect(link: string, browser = newBrowser()): Promise<Shown> {
  return browser.submit(await browser.open(link));
}

const expire = (state: string) =>
  prisma.connectAttempt.update({
    where: { stateHash: new Uint8Array(createHash('sha256').update(state).digest()) },
    data: { expiresAt: new Date(Date.now() - 1) },
  });

describe('The web flow', () => {
  it('connects the account that has consented, and the browser ends at the page that the product names', async () => {
    const tenant = newTenant();
    const shown = await connect(await newLink(tenant, { return_to: `${APP}/done?tab=calls` }));
    const [connection, ...others] = await connectionsOf(tenant);
    expect(others).toEqual([]);
    expect(connection).toMatchObject({
      provider: 'acme',
      status: 'connected',
      kind: 'oauth2',
      account: { id: 'ada', label: 'ada at Acme' },
      scopes: expect.arrayContaining(['openid', 'offline_access']),
    });
    expect(shown.url.href).toBe(`${APP}/done?tab=calls&connection_id=${connection.id}&provider=acme`);
  });

  it('says that it is done where the product names no page', async () => {
    const shown = await connect(await newLink(newTenant()));
    expect(shown).toMatchObject({
      status: 200,
      text: expect.stringContaining('Acme is connected to Orders <3.'),
    });
    expect(shown.url.href).toBe(`${PUBLIC_URL}/connect/connected?provider=acme`);
  });

  it("ends an admin's flow in the console", async () => {
    const flow = hookline.app.get(ConnectFlow, { strict: false });
    const actor = { kind: 'admin', id: 'a-1', name: 'ada@product.test' } as const;
    const { authorizationUrl, cookie } = await flow.begin({ provider: 'acme', tenant: undefined, actor });
    expect(cookie).toMatch(
      /^hookline_connect_[0-9a-f]+=[\w-]{43}; Path=\/connect; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const browser = newBrowser();
    const callback = await browser.open(authorizationUrl, isCallback);
    const answer = await fetch(hookline.url + callback.url.pathname + callback.url.search, {
      redirect: 'manual',
      headers: { cookie: cookie.slice(0, cookie.indexOf(';')) },
    });
    expect(answer.status).toBe(303);
    const [, id] =
      /^\/console\/connections\/([\w-]+)\?done=connected$/.exec(answer.headers.get('location') ?? '') ?? [];
    const { body } = await hookline.api('GET', `/v1/connections/${id}`);
    expect(body).toMatchObject({ provider: 'acme', tenant: null, status: 'connected' });
    const [entry] = await prisma.auditEntry.findMany({ where: { target: `connection:${id}` } });
    expect(entry).toMatchObject({ actorKind: 'admin', actorId: 'a-1', action: 'connection.connected' });
  });

  it('asks with PKCE, state and nonce, and a server that requires PKCE refuses a request without', async () => {
    const url = await untilConsent(newBrowser(), await newLink(newTenant()));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: OIDC_CLIENT.clientId,
      redirect_uri: `${PUBLIC_URL}/connect/callback`,
      scope: 'openid offline_access',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const { url: back } = await newBrowser().open(url, isCallback);
    expect(back.searchParams.get('error')).toBe('invalid_request');
  });

  it('stores neither state nor cookie nor verifier readably', async () => {
    const browser = newBrowser();
    const url = await untilConsent(browser, await newLink(newTenant()));
    const state = url.searchParams.get('state') ?? '';
    const rows = await prisma.connectAttempt.findMany();
    const stored = JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(stored).not.toContain(state);
    expect(stored).not.toContain('verifier');
  });

  it('keeps several attempts of one browser apart', async () => {
    const browser = newBrowser();
    const [first, second] = [newTenant(), newTenant()];
    const [firstUrl, secondUrl] = [
      await untilConsent(browser, await newLink(first)),
      await untilConsent(browser, await newLink(second)),
    ];
    await browser.open(secondUrl);
    await browser.open(firstUrl);
    expect(await connectionsOf(first)).toHaveLength(1);
    expect(await connectionsOf(second)).toHaveLength(1);
  });

  it('asks again for what is granted, and for the new scopes, when an account is connected with more', async () => {
    const tenant = newTenant();
    await connect(await newLink(tenant, { scopes: ['calendar:read'] }));
    const [before] = await connectionsOf(tenant);
    const link = await newLink(tenant, { scopes: ['calendar:write'], connection_id: before.id });
    const browser = newBrowser();
    const page = await browser.open(link);
    expect(page.text).toContain('ada at Acme');
    const { url } = await browser.submitUntil(page, isConsent);
    expect(url.searchParams.get('scope')?.split(' ').toSorted()).toEqual(
      ['openid', 'offline_access', 'calendar:read', 'calendar:write'].toSorted(),
    );
    await browser.open(url);
    const after = await connectionsOf(tenant);
    expect(after).toEqual([
      expect.objectContaining({
        id: before.id,
        scopes: expect.arrayContaining(['calendar:read', 'calendar:write']),
      }),
    ]);
  });

  it('does not connect another account in the place of the one that was to be connected again', async () => {
    const tenant = newTenant();
    await connect(await newLink(tenant));
    const [before] = await connectionsOf(tenant);
    oidc.person = { accountId: 'eve', decision: 'agree' };
    const shown = await connect(await newLink(tenant, { connection_id: before.id }));
    expect(shown.status).toBe(409);
    expect(await connectionsOf(tenant)).toEqual([before]);
  });
});

describe('An attempt that comes back wrong', () => {
  it('counts once, whoever comes first', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const callback = await untilCallback(browser, await newLink(tenant));
    const shown = await Promise.all([browser.open(callback), browser.open(callback)]);
    expect(shown.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
    expect(await connectionsOf(tenant)).toHaveLength(1);
    expect((await browser.open(callback)).text).toContain('This sign-in is over');
  });

  it('counts once over two services on one database', async () => {
    const other = await startTestHookline({
      imports: [TestProviders],
      environment: { PUBLIC_URL },
      databaseUrl: hookline.databaseUrl,
    });
    try {
      const flow = hookline.app.get(ConnectFlow, { strict: false });
      const actor = { kind: 'admin', id: 'a-1', name: 'ada@product.test' } as const;
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const { authorizationUrl, cookie } = await flow.begin({ provider: 'acme', tenant: undefined, actor });
        const { url } = await newBrowser().open(authorizationUrl, isCallback);
        const headers = { cookie: cookie.slice(0, cookie.indexOf(';')) };
        const answers = await Promise.all(
          [hookline, other].map((service) =>
            fetch(service.url + url.pathname + url.search, { redirect: 'manual', headers }),
          ),
        );
        expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410]);
      }
    } finally {
      await other.close();
    }
  });

  it('is over after ten minutes, and can be begun again', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const link = await newLink(tenant);
    const callback = await untilCallback(browser, link);
    await expire(callback.searchParams.get('state') ?? '');
    const shown = await browser.open(callback);
    expect(shown).toMatchObject({ status: 410, text: expect.stringContaining('This sign-in is over') });
    expect(shown.html).toContain(`href="${link.slice(PUBLIC_URL.length)}"`);
    expect(await connectionsOf(tenant)).toEqual([]);
  });

  it('is refused in another browser, which uses it up', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const callback = await untilCallback(browser, await newLink(tenant));
    const asked = oidc.tokenRequests.length;
    expect(await newBrowser().open(callback)).toMatchObject({
      status: 403,
      text: expect.stringContaining('begun in another browser'),
    });
    expect((await browser.open(callback)).status).toBe(410);
    expect(oidc.tokenRequests).toHaveLength(asked);
    expect(await connectionsOf(tenant)).toEqual([]);
  });

  it.each(['', '?code=abc', '?state=a&state=b', `?state=${'x'.repeat(43)}`])(
    'is refused without a state that we gave out (%j)',
    async (query) => {
      const shown = await newBrowser().open(`${PUBLIC_URL}/connect/callback${query}`);
      expect([400, 410]).toContain(shown.status);
      expect(shown.text).toContain('quote this id');
    },
  );

  it.each(['https://evil.test', undefined])(
    'is refused when it comes from another issuer than it went to (%s)',
    async (issuer) => {
      const tenant = newTenant();
      const browser = newBrowser();
      const callback = await untilCallback(browser, await newLink(tenant));
      const asked = oidc.tokenRequests.length;
      if (issuer === undefined) callback.searchParams.delete('iss');
      else callback.searchParams.set('iss', issuer);
      expect(await browser.open(callback)).toMatchObject({
        status: 502,
        text: expect.stringContaining("Acme's answer cannot be trusted"),
      });
      // The code is not handed over to anybody.
      expect(oidc.tokenRequests).toHaveLength(asked);
      expect(await connectionsOf(tenant)).toEqual([]);
    },
  );

  it('is refused with an id token that was made for another attempt', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const url = await untilConsent(browser, await newLink(tenant));
    url.searchParams.set('nonce', 'that-of-somebody-else');
    expect(await browser.open(url)).toMatchObject({
      status: 502,
      text: expect.stringContaining("Acme's answer cannot be trusted"),
    });
    expect(await connectionsOf(tenant)).toEqual([]);
  });

  it('is refused with the code of an earlier attempt', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const first = await untilCallback(browser, await newLink(newTenant()));
    const second = await untilCallback(browser, await newLink(tenant));
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect(await browser.open(second)).toMatchObject({
      status: 502,
      text: expect.stringContaining('invalid_grant'),
    });
    await browser.open(first);
    expect(await connectionsOf(tenant)).toEqual([]);
  });
});

describe('What a provider answers', () => {
  /** Comes back with an error in the place of a code. */
  async function comeBackWith(parameters: Record<string, string>): Promise<Shown> {
    const browser = newBrowser();
    const url = await untilConsent(browser, await newLink(newTenant()));
    const state = url.searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, iss: oidc.issuer, ...parameters });
    return browser.open(`${PUBLIC_URL}/connect/callback?${query.toString()}`);
  }

  it('is shown when somebody declines, with a way to try again that works', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    oidc.person = { accountId: 'ada', decision: 'deny' };
    const link = await newLink(tenant);
    const shown = await connect(link, browser);
    expect(shown.status).toBe(403);
    expect(shown.text).toContain('Acme was not connected');
    expect(shown.text).toContain('The <b>person</b> declined');
    expect(shown.html).not.toContain('<b>');
    expect(shown.text).toContain(shown.headers.get('x-request-id'));
    oidc.person = { accountId: 'ada', decision: 'agree' };
    const again = /<a class="button" href="([^"]*)"/.exec(shown.html)?.[1] ?? '';
    await connect(PUBLIC_URL + again, browser);
    expect(await connectionsOf(tenant)).toHaveLength(1);
  });

  it.each([
    ['invalid_request', 502],
    ['unauthorized_client', 502],
    ['unsupported_response_type', 502],
    ['invalid_scope', 502],
    ['server_error', 503],
    ['temporarily_unavailable', 503],
    ['interaction_required', 502],
    ['<script>alert(1)</script>', 502],
  ])('is shown in its own words: %s', async (error, status) => {
    const shown = await comeBackWith({ error, error_description: 'Because of "this" & <that>' });
    expect(shown.status).toBe(status);
    expect(shown.text).toContain(`${error} (Because of "this" & <that>)`);
    expect(shown.html).not.toMatch(/<script|<that/);
  });

  it.each([
    [500, '{"error":"server_error"}', 'Acme does not answer', 503],
    [503, 'down', 'Acme does not answer', 503],
    [400, '{"error":"invalid_client","error_description":"No such client"}', 'No such client', 502],
    [401, '{"error":"invalid_client"}', 'invalid_client', 502],
    [200, '{"token_type":"Bearer"}', 'cannot be trusted', 502],
    [200, 'no json', 'cannot be trusted', 502],
    [302, '{}', 'cannot be trusted', 502],
  ])('is understood when its token endpoint answers %i %s', async (status, body, words, shownStatus) => {
    const browser = newBrowser();
    const tenant = newTenant();
    const callback = await untilCallback(browser, await newLink(tenant));
    oidc.tokenAnswer = { status, body };
    const shown = await browser.open(callback);
    oidc.tokenAnswer = undefined;
    expect(shown.text).toContain(words);
    expect(shown.status).toBe(shownStatus);
    expect(await connectionsOf(tenant)).toEqual([]);
  });

  it.each(['lost', 'down'])('is missed when %s cannot be reached', async (provider) => {
    const browser = newBrowser();
    const page = await browser.open(await newLink(newTenant(), { provider }));
    let shown = await browser.submitUntil(page, (url) => url.origin === NOWHERE);
    if (provider === 'down') {
      const state = shown.url.searchParams.get('state') ?? '';
      shown = await browser.open(
        `${PUBLIC_URL}/connect/callback?${new URLSearchParams({ state, code: 'c' }).toString()}`,
      );
    }
    expect(shown.status).toBe(503);
    expect(shown.text).toContain('does not answer');
    expect(shown.html).toContain('Try again');
  });

  it('is not asked for when the provider is not set up: the page names the variables', async () => {
    const browser = newBrowser();
    const shown = await connect(await newLink(newTenant(), { provider: 'unset' }), browser);
    expect(shown.text).toContain('UNSET_CLIENT_ID and UNSET_CLIENT_SECRET');
    expect(shown.status).toBe(424);
  });
});

describe('A connect link', () => {
  it('is a page that names product, provider and scopes, and loads nothing from elsewhere', async () => {
    const shown = await newBrowser().open(await newLink(newTenant(), { scopes: ['calendar:read'] }));
    expect(shown.status).toBe(200);
    for (const words of ['Connect Acme', 'What Orders <3 asks for', 'calendar:read', 'offline_access']) {
      expect(shown.text).toContain(words);
    }
    expect(shown.html).not.toMatch(/<script|style=|https?:/);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const style = await fetch(`${hookline.url}/connect/style.css`);
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(await style.text()).toContain('--brand: #ffcc00; --on-brand: #000000');
  });

  it('stores only the hash of its token, and notes who made it', async () => {
    const url = new URL(await newLink('tenant-of-the-audit'));
    const token = url.searchParams.get('link') ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const [row] = await prisma.connectLink.findMany({ where: { tenant: 'tenant-of-the-audit' } });
    expect(Buffer.from(row?.tokenHash ?? [])).toEqual(createHash('sha256').update(token).digest());
    const [entry] = await prisma.auditEntry.findMany({ where: { target: `connect_link:${row?.id}` } });
    expect(entry).toMatchObject({ action: 'connect_link.created', actorKind: 'api_key' });
  });

  it('works until it has connected an account, however often it is opened, and never again', async () => {
    const tenant = newTenant();
    const link = await newLink(tenant);
    for (let scans = 0; scans < 3; scans += 1) expect((await newBrowser().open(link)).status).toBe(200);
    const late = newBrowser();
    const lateCallback = await untilCallback(late, link);
    expect((await connect(link)).status).toBe(200);
    const after = await newBrowser().open(link);
    expect(after).toMatchObject({ status: 410, text: expect.stringContaining('This link has been used') });
    // Somebody who was under way with the same link meanwhile.
    oidc.person = { accountId: 'eve', decision: 'agree' };
    expect((await late.open(lateCallback)).text).toContain('This link has been used');
    expect(await connectionsOf(tenant)).toHaveLength(1);
  });

  it('expires', async () => {
    const tenant = newTenant();
    const link = await newLink(tenant, { expires_in: 60 });
    await prisma.connectLink.updateMany({ where: { tenant }, data: { expiresAt: new Date(Date.now() - 1) } });
    const shown = await newBrowser().open(link);
    expect(shown).toMatchObject({ status: 410, text: expect.stringContaining('This link has expired') });
  });

  it('opens nothing but its provider', async () => {
    const link = await newLink(newTenant());
    expect((await newBrowser().open(link.replace('/acme?', '/down?'))).status).toBe(404);
    expect((await newBrowser().open(`${link}x`)).status).toBe(404);
    expect((await newBrowser().open(`${PUBLIC_URL}/connect/nobody`)).status).toBe(404);
    const { url } = await newBrowser().open(`${PUBLIC_URL}/connect/acme`, ({ pathname }) =>
      pathname.startsWith('/console'),
    );
    expect(url.pathname + url.search).toBe('/console/connections/new?provider=acme');
  });

  it('is not sent by a page of another site', async () => {
    const browser = newBrowser();
    const page = await browser.open(await newLink(newTenant()));
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
      { 'sec-fetch-site': 'same-site', origin: 'https://other.product.test' },
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
    ]) {
      expect((await browser.submit(page, {}, headers)).status).toBe(403);
    }
  });

  it.each([
    [{ provider: 'nobody' }, 404, 'NOT_FOUND'],
    [{ connection_id: 'not-an-id' }, 404, 'NOT_FOUND'],
    [{ tenant: '' }, 400, 'VALIDATION_ERROR'],
    [{ expires_in: 59 }, 400, 'VALIDATION_ERROR'],
    [{ expires_in: 2_592_001 }, 400, 'VALIDATION_ERROR'],
    [{ scopes: ['two words'] }, 400, 'VALIDATION_ERROR'],
    [{ return_to: 'https://evil.test/' }, 400, 'VALIDATION_ERROR'],
    [{ return_to: `${APP}@evil.test/` }, 400, 'VALIDATION_ERROR'],
    [{ more: 1 }, 400, 'VALIDATION_ERROR'],
  ])('is not made of %j', async (wrong, status, code) => {
    const body = { provider: 'acme', tenant: 'acme-inc', ...wrong };
    const answer = await hookline.api('POST', '/v1/connect-links', body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it("is not made for a connection of another tenant's, in the same words as for none", async () => {
    const tenant = newTenant();
    await connect(await newLink(tenant));
    const [{ id }] = await connectionsOf(tenant);
    const ask = async (connection_id: string) => {
      const body = { provider: 'acme', tenant: 'somebody-else', connection_id };
      const answer = await hookline.api('POST', '/v1/connect-links', body);
      return [answer.status, answer.body.error.message];
    };
    expect(await ask(id)).toEqual(await ask('01890a5d-ac96-774b-bcce-b302099a8057'));
    expect(await ask(id)).toEqual([404, expect.any(String)]);
  });

  it('needs a key that may make one', async () => {
    const key = await hookline.createKey('connections:read');
    const body = { provider: 'acme', tenant: 'acme-inc' };
    const answer = await hookline.api('POST', '/v1/connect-links', body, { Authorization: `Bearer ${key}` });
    expect(answer.status).toBe(403);
  });

  it('takes a credential where the provider has no OAuth application, and says what is wrong beside the field', async () => {
    const tenant = newTenant();
    const browser = newBrowser();
    const link = await newLink(tenant, { provider: 'keyring' });
    const page = await browser.open(link);
    expect(page.text).toContain('As in the address: <eu>.');
    const wrong = await browser.submit(page, { region: 'eu"><i>', api_key: 'a-wrong-key' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('API key is not known at Keyring.');
    expect(wrong.html).toContain('value="eu&#34;><i>"');
    expect(wrong.html).not.toContain('a-wrong-key');
    const missing = await browser.submit(page, { region: '', api_key: 'the-right-key-of-the-keyring' });
    expect(missing.text).toContain('Region is missing.');
    const entered = { region: 'eu', api_key: 'the-right-key-of-the-keyring' };
    expect(await browser.submit(page, entered)).toMatchObject({
      status: 200,
      text: expect.stringContaining('Keyring is connected'),
    });
    expect(await connectionsOf(tenant)).toMatchObject([{ provider: 'keyring', account: { id: 'ring-eu' } }]);
    expect((await browser.submit(page, entered)).text).toContain('This link has been used');
  });

  it('is forgotten with the attempts, some time after its end', async () => {
    const tenant = newTenant();
    const url = await untilConsent(newBrowser(), await newLink(tenant));
    const stateHash = new Uint8Array(
      createHash('sha256')
        .update(url.searchParams.get('state') ?? '')
        .digest(),
    );
    const pruning = hookline.app.get(ConnectPruning, { strict: false });
    const count = async () => [
      await prisma.connectAttempt.count({ where: { stateHash } }),
      await prisma.connectLink.count({ where: { tenant } }),
    ];
    await pruning.prune();
    expect(await count()).toEqual([1, 1]);
    const expiresAt = new Date(Date.now() - 31 * 86_400_000);
    await prisma.connectAttempt.update({ where: { stateHash }, data: { expiresAt } });
    await prisma.connectLink.updateMany({ where: { tenant }, data: { expiresAt } });
    await pruning.prune();
    expect(await count()).toEqual([0, 0]);
  });
});

it('leaves no code, state, token or secret in the log, nor in an address that the browser is sent on to', async () => {
  const browser = newBrowser();
  const tenant = newTenant();
  const link = await newLink(tenant, { return_to: `${APP}/done` });
  const callback = await untilCallback(browser, link);
  const [code, state] = ['code', 'state'].map((name) => callback.searchParams.get(name) ?? '');
  const shown = await browser.open(callback);
  expect(shown.url.origin).toBe(APP);
  const [{ id }] = await connectionsOf(tenant);
  const { headers } = await hookline.app.get(Connections, { strict: false }).credential(id);
  const token = headers['authorization']?.slice('Bearer '.length);
  const verifiers = oidc.tokenRequests.map(({ body }) => body.get('code_verifier') ?? '');
  const secrets = [
    code,
    state,
    new URL(link).searchParams.get('link'),
    OIDC_CLIENT.clientSecret,
    token,
    ...verifiers,
  ];
  const log = logLines.join('\n');
  expect(log).toContain('connect_failed');
  for (const secret of secrets) {
    expect(secret).toMatch(/.{20}/);
    expect(log).not.toContain(secret);
    expect(shown.url.href).not.toContain(secret);
  }
});
