import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteJWKSet, importPKCS8, jwtVerify, SignJWT } from 'jose';
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
import { closeAll, closing, killedNow, newStateFile } from '../spec-support.js';
import { startGoogleSandbox } from './google-sandbox.js';

const ADA = '104857600000000000001';
const CALENDAR = 'https://www.googleapis.com/auth/calendar.readonly';
const OFFLINE = { access_type: 'offline', prompt: 'consent' };
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const stateFile = newStateFile();
let sandbox: OAuthSandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = closing(await startGoogleSandbox({ port: 0, stateFile }));
  browser = new Browser(sandbox, '/o/oauth2/v2/auth');
});
afterAll(closeAll);

const token = (form: Record<string, string>): Promise<Answer> =>
  post(`${sandbox.url}/token`, {
    ...CLIENT,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    ...form,
  });
const refresh = (refreshToken: unknown) =>
  token({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });
const calendars = (accessToken: unknown) =>
  get(`${sandbox.url}/calendar/v3/users/me/calendarList`, String(accessToken));

async function connected(scope = `openid email ${CALENDAR}`): Promise<Answer['body']> {
  const code = await browser.allow(ADA, { scope, ...OFFLINE }, scope.split(' '));
  return (await token({ code })).body;
}

describe('signing in', () => {
  it('gives an id token that its keys verify, and tokens for the calendar', async () => {
    const { verifier, challenge } = pkce();
    const scope = `openid email ${CALENDAR}`;
    const code = await browser.allow(ADA, { scope, nonce: 'n-1', ...OFFLINE, ...challenge }, [CALENDAR]);
    const { status, body } = await token({ code, code_verifier: verifier });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3599,
      scope: `openid https://www.googleapis.com/auth/userinfo.email ${CALENDAR}`,
      refresh_token: expect.stringMatching(/^1\/\/0/),
    });
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/oauth2/v3/certs`));
    const { payload, protectedHeader } = await jwtVerify(String(body.id_token), keys, {
      issuer: sandbox.url,
      audience: CLIENT.client_id,
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: ADA,
      nonce: 'n-1',
      email: 'ada@analytical.example',
      email_verified: true,
    });
    expect((await calendars(body.access_token)).body).toMatchObject({
      kind: 'calendar#calendarList',
      items: [
        { id: 'ada@analytical.example', primary: true },
        { accessRole: 'writer' },
        { accessRole: 'reader' },
      ],
    });
  });

  it('lets a person keep back a scope, but not who they are', async () => {
    const page = await (await browser.open({ scope: `openid ${CALENDAR}`, login_hint: ADA })).text();
    expect(page).toContain(`name="scope" value="${CALENDAR}" checked`);
    expect(page).not.toContain('name="scope" value="openid"');
    const code = await browser.allow(ADA, { scope: `openid ${CALENDAR}`, ...OFFLINE }, []);
    const { body } = await token({ code });
    expect(body.scope).toBe('openid');
    expect(await calendars(body.access_token)).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: 'insufficientPermissions' }] } },
    });
  });

  it('gives a refresh token again only with consent', async () => {
    await connected();
    const scope = CALENDAR;
    const silent = await browser.allow(ADA, { scope, access_type: 'offline' }, [scope]);
    expect((await token({ code: silent })).body).not.toHaveProperty('refresh_token');
  });

  it('adds what was granted before when asked to', async () => {
    await connected(CALENDAR);
    const code = await browser.allow(
      ADA,
      { scope: 'openid', include_granted_scopes: 'true', ...OFFLINE },
      [],
    );
    expect(String((await token({ code })).body.scope).split(' ')).toEqual(
      expect.arrayContaining(['openid', CALENDAR]),
    );
  });

  it('sends who cancels back', async () => {
    const sentBack = await browser.decide({ scope: CALENDAR }, [['decision', 'cancel']]);
    expect(sentBack.get('error')).toBe('access_denied');
  });
});

describe('the token endpoint', () => {
  it('refuses in the words of RFC 6749', async () => {
    const { verifier, challenge } = pkce();
    const code = await browser.allow(ADA, { scope: CALENDAR, ...challenge }, [CALENDAR]);
    expect(await token({ code: 'none' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await token({ code, client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await token({ code, redirect_uri: 'http://localhost/' })).body.error).toBe(
      'redirect_uri_mismatch',
    );
    expect((await token({ code, code_verifier: pkce().verifier })).body.error).toBe('invalid_grant');
    expect((await token({ code, grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    const { body } = await token({ code, code_verifier: verifier });
    expect(body).toHaveProperty('access_token');
    expect((await token({ code, code_verifier: verifier })).body.error).toBe('invalid_grant');
    expect((await calendars(body.access_token)).status).toBe(401);
  });

  it('refreshes with the same refresh token', async () => {
    const first = await connected();
    const { body } = await refresh(first.refresh_token);
    expect(body).toMatchObject({ scope: first.scope, expires_in: 3599, id_token: expect.any(String) });
    expect(body).not.toHaveProperty('refresh_token');
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  it('revokes all that a person has granted, for the app and for the person', async () => {
    const first = await connected();
    const second = await connected();
    expect(await post(`${sandbox.url}/revoke`, { token: String(first.access_token) })).toMatchObject({
      status: 200,
    });
    expect(await refresh(second.refresh_token)).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
    expect((await post(`${sandbox.url}/revoke`, { token: String(first.access_token) })).body.error).toBe(
      'invalid_token',
    );
    const third = await connected();
    await takeAccessAway(sandbox, ADA);
    expect((await calendars(third.access_token)).status).toBe(401);
  });
});

describe('the service account', () => {
  interface KeyFile {
    client_email: string;
    private_key: string;
    private_key_id: string;
    token_uri: string;
  }

  async function assertion(claims: object, lifetime = '1h'): Promise<Record<string, string>> {
    const file = (await (await fetch(`${sandbox.url}/service-account.json`)).json()) as KeyFile;
    const jwt = await new SignJWT({ scope: CALENDAR, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: file.private_key_id })
      .setIssuer(file.client_email)
      .setAudience(file.token_uri)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(await importPKCS8(file.private_key, 'RS256'));
    return { grant_type: JWT_BEARER, assertion: jwt };
  }

  it('exchanges what it signs for a token, for itself or for a person', async () => {
    const own = await post(`${sandbox.url}/token`, await assertion({}));
    expect(own.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const { items } = (await calendars(own.body.access_token)).body as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).not.toContain('ada@analytical.example');
    const forAda = await post(`${sandbox.url}/token`, await assertion({ sub: 'ada@analytical.example' }));
    expect((await calendars(forAda.body.access_token)).body).toMatchObject({
      items: [{ primary: true }, {}, {}],
    });
  });

  it('is refused what is signed by others, or for too long, or for strangers', async () => {
    const good = await assertion({});
    const tampered = { ...good, assertion: `${good.assertion?.slice(0, -8)}AAAAAAAA` };
    for (const form of [tampered, await assertion({}, '2h'), await assertion({ sub: 'eve@evil.example' })]) {
      expect(await post(`${sandbox.url}/token`, form)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    }
  });
});

it('keeps its keys and grants over a restart', async () => {
  const body = await connected();
  const again = await startGoogleSandbox({ port: 0, stateFile: killedNow(stateFile) });
  try {
    const keys = createRemoteJWKSet(new URL(`${again.url}/oauth2/v3/certs`));
    const { payload } = await jwtVerify(String(body.id_token), keys);
    expect(payload.email).toContain('@');
    const form = { ...CLIENT, grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
    expect((await post(`${again.url}/token`, form)).status).toBe(200);
  } finally {
    await again.close();
  }
});
