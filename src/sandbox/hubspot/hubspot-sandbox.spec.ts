import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OAuthSandbox } from '../oauth/oauth-sandbox.js';
import {
  type Answer,
  Browser,
  CLIENT,
  get,
  post,
  REDIRECT_URI,
  takeAccessAway,
} from '../oauth/spec-support.js';
import { startHubSpotSandbox } from './hubspot-sandbox.js';

const HUB = '146425420';
const SCOPE = 'oauth crm.objects.contacts.read';

let sandbox: OAuthSandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = await startHubSpotSandbox({ port: 0 });
  browser = new Browser(sandbox, '/oauth/authorize');
});
afterAll(() => sandbox.close());

const token = (form: Record<string, string>): Promise<Answer> =>
  post(`${sandbox.url}/oauth/2026-03/token`, {
    ...CLIENT,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    ...form,
  });
const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });
const details = (accessToken: string) => get(`${sandbox.url}/account-info/v3/details`, accessToken);

const introspect = (each: string) =>
  post(`${sandbox.url}/oauth/2026-03/token/introspect`, { ...CLIENT, token: each });
const revoke = (each: string, client = CLIENT) =>
  post(`${sandbox.url}/oauth/2026-03/token/revoke`, { ...client, token: each });

async function connected(): Promise<{ accessToken: string; refreshToken: string }> {
  const parameters = { scope: SCOPE, optional_scope: 'tickets' };
  const { body } = await token({ code: await browser.allow(HUB, parameters) });
  return { accessToken: String(body.access_token), refreshToken: String(body.refresh_token) };
}

it('gives a token for a code and tells whose it is', async () => {
  const { accessToken, refreshToken } = await connected();
  expect(await details(accessToken)).toMatchObject({ status: 200, body: { portalId: Number(HUB) } });
  const about = {
    active: true,
    hub_id: Number(HUB),
    hub_domain: 'acme.example',
    scopes: [...SCOPE.split(' '), 'tickets'],
  };
  expect((await introspect(accessToken)).body).toMatchObject({ ...about, token_use: 'access_token' });
  expect((await introspect(refreshToken)).body).toMatchObject({ ...about, token_use: 'refresh_token' });
  expect((await introspect('none')).body).toEqual({ active: false });
});

it('sends who cancels back', async () => {
  expect((await browser.decide({ scope: SCOPE }, [['decision', 'cancel']])).get('error')).toBe(
    'access_denied',
  );
});

it('refuses in words of its own', async () => {
  const code = await browser.allow(HUB, { scope: SCOPE });
  const refused = (status: string) => ({
    status: 400,
    body: { status, error: expect.any(String), correlationId: expect.any(String) },
  });
  expect(await token({ code: 'none' })).toMatchObject(refused('BAD_AUTH_CODE'));
  expect(await token({ code, client_id: 'nobody' })).toMatchObject(refused('BAD_CLIENT_ID'));
  expect(await token({ code, client_secret: 'wrong' })).toMatchObject(refused('BAD_CLIENT_SECRET'));
  expect(await token({ code, redirect_uri: 'http://localhost/' })).toMatchObject(refused('BAD_REDIRECT_URI'));
  expect(await token({ code, grant_type: 'password' })).toMatchObject(refused('BAD_GRANT_TYPE'));
  expect(await refresh('none')).toMatchObject(refused('BAD_REFRESH_TOKEN'));
  expect((await token({ code })).status).toBe(200);
  expect(await token({ code })).toMatchObject(refused('BAD_AUTH_CODE'));
});

it('refreshes with a refresh token that stays the same', async () => {
  const { refreshToken } = await connected();
  const { body } = await refresh(refreshToken);
  expect(body).toMatchObject({ refresh_token: refreshToken, expires_in: 1800, token_type: 'bearer' });
  expect((await details(String(body.access_token))).status).toBe(200);
});

it('ends a grant for the app, and for the account’s owner', async () => {
  const first = await connected();
  expect((await revoke(first.refreshToken, { ...CLIENT, client_secret: 'wrong' })).status).toBe(400);
  expect((await details(first.accessToken)).status).toBe(200);
  expect((await revoke(first.refreshToken)).status).toBe(200);
  expect((await revoke(first.refreshToken)).status).toBe(200);
  expect((await refresh(first.refreshToken)).body).toMatchObject({
    status: 'BAD_REFRESH_TOKEN',
    error: 'invalid_grant',
  });
  const second = await connected();
  await takeAccessAway(sandbox, HUB);
  expect(await details(second.accessToken)).toMatchObject({
    status: 401,
    body: { category: 'INVALID_AUTHENTICATION' },
  });
});

it('says when a token has run out', async () => {
  const brief = await startHubSpotSandbox({ port: 0, accessTokenLifetimeMs: 0 });
  try {
    const code = await new Browser(brief, '/oauth/authorize').allow(HUB, { scope: SCOPE });
    const form = { ...CLIENT, grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, code };
    const { body } = await post(`${brief.url}/oauth/2026-03/token`, form);
    const answer = await get(`${brief.url}/account-info/v3/details`, String(body.access_token));
    expect(answer).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } });
  } finally {
    await brief.close();
  }
});
