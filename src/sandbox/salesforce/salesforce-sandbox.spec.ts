import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHmac } from 'node:crypto';
import type { OAuthSandbox } from '../oauth/oauth-sandbox.js';
import {
  type Answer,
  Browser,
  CLIENT,
  get,
  pkce,
  post,
  REDIRECT_URI,
  takeAccessAway,
} from '../oauth/spec-support.js';
import { startSalesforceSandbox } from './salesforce-sandbox.js';

const ORGANIZATION = '00D5g00000Sand1EAB';
const SCOPE = 'api id refresh_token';

let sandbox: OAuthSandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ port: 0 });
  browser = new Browser(sandbox, '/services/oauth2/authorize');
});
afterAll(() => sandbox.close());

const token = (form: Record<string, string>): Promise<Answer> =>
  post(`${sandbox.url}/services/oauth2/token`, {
    ...CLIENT,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    ...form,
  });
const refresh = (refreshToken: unknown) =>
  token({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });
const revoke = (each: unknown) => post(`${sandbox.url}/services/oauth2/revoke`, { token: String(each) });
const record = (accessToken: unknown, id = '0035g00000Sand1AAB') =>
  get(`${sandbox.url}/services/data/v63.0/sobjects/Contact/${id}`, String(accessToken));

async function connected(scope = SCOPE): Promise<Answer['body']> {
  const { verifier, challenge } = pkce();
  const code = await browser.allow(ORGANIZATION, { scope, ...challenge });
  return (await token({ code, code_verifier: verifier })).body;
}

it('gives a token without an end, its instance, and who it is', async () => {
  const body = await connected();
  expect(body).toMatchObject({ instance_url: sandbox.url, token_type: 'Bearer', scope: SCOPE });
  expect(body).not.toHaveProperty('expires_in');
  const signed = createHmac('sha256', CLIENT.client_secret).update(
    `${String(body.id)}${String(body.issued_at)}`,
  );
  expect(body.signature).toBe(signed.digest('base64'));
  const who = { user_id: '0055g00000Sand1AAB', organization_id: ORGANIZATION, email: 'ada@acme.example' };
  expect((await get(String(body.id), String(body.access_token))).body).toMatchObject(who);
  expect(
    (await get(`${sandbox.url}/services/oauth2/userinfo`, String(body.access_token))).body,
  ).toMatchObject(who);
});

it('has a record or two', async () => {
  const { access_token: access } = await connected();
  expect((await record(access)).body).toMatchObject({ attributes: { type: 'Contact' }, LastName: 'Babbage' });
  expect((await record(access, '0035g00000Sand1')).status).toBe(200);
  expect(await record(access, '003000000000000')).toMatchObject({
    status: 404,
    body: [{ errorCode: 'NOT_FOUND' }],
  });
  expect(await record('nonsense')).toMatchObject({
    status: 401,
    body: [{ errorCode: 'INVALID_SESSION_ID' }],
  });
});

it('gives a token to the app itself', async () => {
  const { body } = await token({ grant_type: 'client_credentials' });
  expect(body).not.toHaveProperty('refresh_token');
  expect((await record(body.access_token)).status).toBe(200);
  expect((await token({ grant_type: 'client_credentials', client_secret: 'wrong' })).body.error).toBe(
    'invalid_client',
  );
});

it('gives a refresh token only to those who asked for it', async () => {
  expect(await connected('api')).not.toHaveProperty('refresh_token');
  const { refresh_token: refreshToken } = await connected();
  const { body } = await refresh(refreshToken);
  expect(body).toMatchObject({ access_token: expect.any(String), instance_url: sandbox.url });
  expect(body).not.toHaveProperty('refresh_token');
});

it('sends who cancels back', async () => {
  expect((await browser.decide({ scope: SCOPE }, [['decision', 'cancel']])).get('error')).toBe(
    'access_denied',
  );
});

it('refuses in its own words', async () => {
  const { verifier, challenge } = pkce();
  const code = await browser.allow(ORGANIZATION, { scope: SCOPE, ...challenge });
  const refused = (error: string, description: string) => ({
    status: 400,
    body: { error, error_description: description },
  });
  expect(await token({ code: 'none' })).toEqual(refused('invalid_grant', 'invalid authorization code'));
  expect(await token({ code, client_id: 'x' })).toEqual(
    refused('invalid_client_id', 'client identifier invalid'),
  );
  expect((await token({ code, redirect_uri: 'http://localhost/' })).body.error).toBe('redirect_uri_mismatch');
  expect(await token({ code })).toEqual(refused('invalid_grant', 'invalid code verifier'));
  const { body } = await token({ code, code_verifier: verifier });
  expect(await token({ code, code_verifier: verifier })).toEqual(
    refused('invalid_grant', 'expired authorization code'),
  );
  expect(await refresh(body.refresh_token)).toEqual(refused('invalid_grant', 'expired access/refresh token'));
});

it('revokes a session, a grant, or everything', async () => {
  const first = await connected();
  expect((await revoke(first.access_token)).status).toBe(200);
  expect((await record(first.access_token)).status).toBe(401);
  const { body: renewed } = await refresh(first.refresh_token);
  expect((await record(renewed.access_token)).status).toBe(200);
  expect((await revoke(first.refresh_token)).status).toBe(200);
  expect((await record(renewed.access_token)).status).toBe(401);
  expect((await revoke(first.refresh_token)).body.error).toBe('unsupported_token_type');
  const second = await connected();
  await takeAccessAway(sandbox, ORGANIZATION);
  expect((await record(second.access_token)).status).toBe(401);
  expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant');
});
