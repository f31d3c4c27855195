import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import {
  GOOD_KEY,
  TOKENS,
  consented,
  startConnectableProviders,
  type ConnectableProvidersStandIn,
} from '../support/connectable-providers.js';
import { signIn, type ShownPage, type SignedIn } from '../support/console.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const ROOM = '/console/connections';

let providers: ConnectableProvidersStandIn;
let hookline: TestHookline;
let prisma: PrismaService;
let admin: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  providers = await startConnectableProviders();
  hookline = await startTestHookline({
    imports: [providers.module],
    environment: { STRIPE_SECRET_KEY: 'sk_test_never_to_be_shown' },
  });
  prisma = hookline.app.get(PrismaService, { strict: false });
  admin = await signIn(hookline, 'admin');
  viewer = await signIn(hookline, 'viewer');
});
afterAll(async () => {
  await hookline?.close();
  await providers?.close();
});
afterEach(async () => {
  providers.fails = undefined;
  await prisma.connection.deleteMany();
});

/** A page as it should be: whole, and without a secret. */
async function read(page: Promise<ShownPage>): Promise<ShownPage> {
  const { html } = await page;
  const secrets = [GOOD_KEY, ...TOKENS, 'sk_test_never_to_be_shown', 'acme-client-secret'];
  for (const secret of secrets) expect(html).not.toContain(secret);
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  return page;
}
const get = (path: string, browser = admin) => read(browser.page(path));
const post = (path: string, fields?: Record<string, string>, browser = admin) =>
  read(browser.act(path, fields));

describe('The list of connections', () => {
  it('says what to do while there are none, and only admins are offered to', async () => {
    const { status, html } = await get(ROOM);
    expect(status).toBe(200);
    expect(html).toContain('No account is connected yet');
    expect(html).toContain('href="/console/connections/new"');
    expect((await get(ROOM, viewer)).html).not.toContain('href="/console/connections/new"');
  });

  it('shows account, customer and health, filtered by what was chosen', async () => {
    await consented(hookline, { account: 'one', tenant: 'customer-1' });
    await consented(hookline, { account: 'two<b>', scopes: ['things:read'] });
    const all = (await get(ROOM)).html;
    for (const text of ['Team one', 'customer-1', 'scope missing', 'Team two&lt;b>'])
      expect(all).toContain(text);
    const filtered = (await get(`${ROOM}?provider=acme&status=connected&tenant=customer-1`)).html;
    expect(filtered).toContain('Team one');
    expect(filtered).not.toContain('Team two');
    expect((await get(`${ROOM}?tenant=nobody`)).html).toContain('No connection fits');
    expect((await get(`${ROOM}?status=fine`)).status).toBe(422);
  });

  it('has pages', async () => {
    const row = (nr: number) => ({ externalId: `nr-${nr}`, label: `Team nr-${nr}`, id: uuidv7({ seq: nr }) });
    await prisma.connection.createMany({
      data: Array.from({ length: 51 }, (_, nr) => ({
        ...row(nr),
        provider: 'acme',
        kind: 'oauth2' as const,
      })),
    });
    const first = (await get(`${ROOM}?provider=acme`)).html;
    const [, next] = /href="(\?provider=acme[^"]*after=[^"]+)"/.exec(first) ?? [];
    expect(first).not.toContain('Team nr-0<');
    expect((await get(`${ROOM}${next?.replaceAll('&amp;', '&')}`)).html).toContain('Team nr-0<');
  });
});

describe('Connecting an account', () => {
  it('begins with the choice of a provider, and names the variables of one that is not set up', async () => {
    const { html } = await get(`${ROOM}/new`);
    expect(html).toContain('href="/console/connections/new?provider=acme"');
    expect(html).toContain('UNSET_CLIENT_SECRET');
    expect(html).not.toContain('new?provider=unset');
    expect((await get(`${ROOM}/new`, viewer)).status).toBe(403);
    expect((await get(`${ROOM}/new?provider=nobody`)).status).toBe(404);
  });

  it('takes the browser to the provider', async () => {
    expect((await get(`${ROOM}/new?provider=acme`)).html).toContain('things:read things:write');
    const { status, html } = await post(`${ROOM}/new/sign-in`, {
      provider: 'acme',
      tenant: 'customer-1',
      scopes: 'things:delete, things:read',
    });
    expect(status).toBe(200);
    const [, address = ''] = /href="(http:[^"]*\/authorize[^"]*)"/.exec(html) ?? [];
    const { searchParams } = new URL(address.replaceAll('&amp;', '&'));
    expect(searchParams.get('scope')).toBe('things:read things:write things:delete');
    expect(searchParams.get('redirect_uri')).toBe('http://localhost:3000/connect/callback');
    expect(await prisma.connectAttempt.findFirst()).toMatchObject({ tenant: 'customer-1', provider: 'acme' });
  });

  it('shows what is wrong beside its field, with what was typed', async () => {
    const tenant = 'x'.repeat(256);
    const { status, html } = await post(`${ROOM}/new/sign-in`, { provider: 'acme', tenant, scopes: 'extra' });
    expect(status).toBe(422);
    expect(html).toContain('must be at most 255 characters');
    expect(html).toContain(`value="${tenant}"`);
    expect(html).toContain('value="extra"');
  });

  it('says which variables are missing', async () => {
    const { status, html } = await post(`${ROOM}/new/sign-in`, { provider: 'unset' });
    expect(status).toBe(422);
    expect(html).toContain('UNSET_CLIENT_ID');
  });

  it('tries an entered credential, and keeps everything typed but the secret when it is refused', async () => {
    const fields = { provider: 'keyring', tenant: 'customer-1', 'credentials.region': 'eu' };
    const missing = await post(`${ROOM}/new/credential`, fields);
    expect(missing.status).toBe(422);
    expect(missing.html).toContain('API key is missing.');
    const refused = await post(`${ROOM}/new/credential`, {
      ...fields,
      'credentials.api_key': 'mistyped-key',
    });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('API key is not a key of Keyring.');
    expect(refused.html).toContain('value="eu"');
    expect(refused.html).toContain('value="customer-1"');
    expect(refused.html).not.toContain('mistyped-key');

    const { status, location = '' } = await post(`${ROOM}/new/credential`, {
      ...fields,
      'credentials.api_key': GOOD_KEY,
    });
    expect(status).toBe(303);
    const page = (await get(location)).html;
    for (const text of ['The account is connected.', 'Ring One', 'gold', 'customer-1'])
      expect(page).toContain(text);
  });

  it('connects an account again under its id', async () => {
    const { id } = await consented(hookline, {
      account: 'one',
      tenant: 'customer-1',
      scopes: ['things:read'],
    });
    expect((await get(`${ROOM}/${id}`)).html).toContain(`new?connection_id=${id}`);
    const form = (await get(`${ROOM}/new?connection_id=${id}`)).html;
    expect(form).toContain(`name="connection_id" value="${id}"`);
    expect(form).not.toContain('name="tenant"');
    expect((await post(`${ROOM}/new/sign-in`, { connection_id: id })).status).toBe(200);
    expect(await prisma.connectAttempt.findFirst({ where: { connectionId: id } })).toMatchObject({
      tenant: 'customer-1',
      scopes: expect.arrayContaining(['things:write']),
    });
    expect((await get(`${ROOM}/new?connection_id=nothing`)).status).toBe(404);
  });
});

describe('The page of a connection', () => {
  it('shows how it does, and what there is to know of it', async () => {
    const { id } = await consented(hookline, {
      account: 'one',
      tenant: 'customer-1',
      scopes: ['things:read'],
    });
    await prisma.connectionSubscription.create({
      data: { connectionId: id, kind: 'thing-watch', resource: 'things', status: 'active' },
    });
    await post(`${ROOM}/${id}/refresh`);
    const { html } = await get(`${ROOM}/${id}`);
    const shown = [
      'Team one',
      'some permissions are missing',
      'Ask for missing permissions',
      `http://localhost:3000/webhooks/acme/${id}`,
      'thing-watch',
      'connection.refreshed',
      'customer-1',
      'sealed under key test',
    ];
    for (const text of shown) expect(html).toContain(text);
    const seen = (await get(`${ROOM}/${id}`, viewer)).html;
    expect(seen).toContain('Team one');
    expect(seen).not.toMatch(/Disconnect…|Refresh now|Reconnect/);
    expect((await get(`${ROOM}/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await get(`${ROOM}/nothing`)).status).toBe(404);
  });

  it('refreshes now, or says why not', async () => {
    const { id } = await consented(hookline);
    const { status, location = '' } = await post(`${ROOM}/${id}/refresh`);
    expect(status).toBe(303);
    expect((await get(location)).html).toContain('It has a new token.');
    providers.fails = { status: 400, error: 'invalid_grant' };
    const refused = await post(`${ROOM}/${id}/refresh`);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('role="alert"');
    expect(refused.html).toContain('needs reauth');
  });

  it('disconnects', async () => {
    const { id } = await consented(hookline);
    const { location = '' } = await post(`${ROOM}/${id}/disconnect`);
    expect((await get(location)).html).toContain('the provider has ended its access');
    expect(await prisma.auditEntry.findFirst({ where: { action: 'connection.disconnected' } })).toMatchObject(
      {
        actor: admin.email,
        target: `connection:${id}`,
      },
    );
  });

  it('makes a link for the customer, shown once', async () => {
    const { id } = await consented(hookline, { tenant: 'customer-1' });
    const { status, html } = await post(`${ROOM}/${id}/connect-link`);
    expect(status).toBe(200);
    expect(html).toMatch(/http:\/\/localhost:3000\/connect\/acme\?link=[\w-]{43}/);
    expect(await prisma.connectLink.findFirst()).toMatchObject({ tenant: 'customer-1', connectionId: id });
  });

  it('does nothing for viewers', async () => {
    const { id } = await consented(hookline);
    for (const action of ['refresh', 'disconnect', 'connect-link']) {
      expect((await post(`${ROOM}/${id}/${action}`, {}, viewer)).status).toBe(403);
    }
    for (const way of ['sign-in', 'credential']) {
      expect((await post(`${ROOM}/new/${way}`, { provider: 'acme' }, viewer)).status).toBe(403);
    }
  });
});

describe('The room of the providers', () => {
  it('shows what is set up, what is missing, and what to paste at the provider', async () => {
    await consented(hookline);
    const { status, html } = await get('/console/providers');
    expect(status).toBe(200);
    const card = (title: string) =>
      html.split('<section').find((part) => part.includes(`<h2>${title}</h2>`)) ?? '';
    expect(card('Acme')).toContain('configured');
    expect(card('Acme')).toContain('value="http://localhost:3000/connect/callback"');
    expect(card('Acme')).toContain('href="https://acme.example/apps"');
    expect(card('Acme')).toContain('href="/console/connections?provider=acme"');
    expect(card('Acme')).toContain('sandbox');
    expect(card('Unset')).toContain('UNSET_CLIENT_SECRET');
    expect(card('Unset')).not.toContain('new?provider=unset');
    expect(card('Keyring')).toContain('API key');
    expect(html).toContain('value="http://localhost:3000/webhooks/stripe"');
  });

  it('offers viewers nothing to connect', async () => {
    expect((await get('/console/providers', viewer)).html).not.toContain('connections/new');
  });
});
