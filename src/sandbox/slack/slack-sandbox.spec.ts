import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OAuthSandbox } from '../oauth/oauth-sandbox.js';
import {
  type Answer,
  Browser,
  CLIENT,
  get,
  pkce,
  post,
  postJson,
  REDIRECT_URI,
  takeAccessAway,
} from '../oauth/spec-support.js';
import { closeAll, closing, killedNow, newStateFile } from '../spec-support.js';
import { startSlackSandbox } from './slack-sandbox.js';

const SCOPES = 'chat:write,channels:read,users:read.email';

const stateFile = newStateFile();
let sandbox: OAuthSandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = closing(await startSlackSandbox({ port: 0, stateFile }));
  browser = new Browser(sandbox, '/oauth/v2/authorize');
});
afterAll(closeAll);

const api = (method: string) => `${sandbox.url}/api/${method}`;
const access = (form: Record<string, string>) =>
  post(api('oauth.v2.access'), { ...CLIENT, redirect_uri: REDIRECT_URI, ...form });

async function connected(
  account = 'T0ACME',
  scope = SCOPES,
): Promise<{ token: string; refreshToken: string }> {
  const { body } = await access({ code: await browser.allow(account, { scope }) });
  return { token: String(body.access_token), refreshToken: String(body.refresh_token) };
}

describe('installing the app', () => {
  it('asks for a workspace and says that it is a stand-in', async () => {
    const response = await browser.open({ scope: SCOPES, team: 'T0GLOBEX' });
    const page = await response.text();
    expect(page).toContain('stand-in for Slack');
    expect(page).toMatch(/value="T0GLOBEX" required checked/);
    expect(page).toContain('<code>chat:write</code>');
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://localhost:3000",
    );
  });

  it('gives a rotating bot token for a code', async () => {
    const sentBack = await browser.decide({ scope: SCOPES, state: 'st' }, [
      ['decision', 'allow'],
      ['account', 'T0ACME'],
    ]);
    expect(sentBack.get('state')).toBe('st');
    const answer = await access({ code: sentBack.get('code') ?? '' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ok: true,
        token_type: 'bot',
        scope: SCOPES,
        bot_user_id: 'U0ACMEBOT',
        expires_in: 43_200,
        team: { id: 'T0ACME', name: 'Acme Inc' },
        authed_user: { id: 'U0ACMEADA' },
        access_token: expect.stringMatching(/^xoxe\.xoxb-/),
        refresh_token: expect.stringMatching(/^xoxe-/),
      },
    });
    expect((await get(api('auth.test'), String(answer.body.access_token))).body).toMatchObject({
      ok: true,
      team_id: 'T0ACME',
      user_id: 'U0ACMEBOT',
    });
  });

  it('adds to the scopes of an earlier installation', async () => {
    await connected('T0INITECH', 'channels:read');
    const { body } = await access({ code: await browser.allow('T0INITECH', { scope: 'chat:write' }) });
    expect(body.scope).toBe('channels:read,chat:write');
  });

  it('sends who does not want it back with access_denied', async () => {
    const sentBack = await browser.decide({ scope: SCOPES, state: 'st' }, [['decision', 'cancel']]);
    expect(Object.fromEntries(sentBack)).toMatchObject({ error: 'access_denied', state: 'st' });
  });

  it.each([
    ['another app', { client_id: 'nobody' }, 'no app with the client id'],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/' }, 'not registered'],
    ['no scopes', { scope: '' }, 'no scopes'],
    ['a plain challenge', { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' }, 'S256'],
  ])('shows an error page for %s and sends nobody anywhere', async (_what, parameters, problem) => {
    const response = await browser.open({ scope: SCOPES, ...parameters });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(problem);
  });

  it('takes registered redirect URIs to the letter', async () => {
    const strict = await startSlackSandbox({ port: 0, redirectUris: [REDIRECT_URI] });
    try {
      const page = new Browser(strict, '/oauth/v2/authorize');
      expect((await page.open({ scope: SCOPES })).status).toBe(200);
      expect((await page.open({ scope: SCOPES, redirect_uri: `${REDIRECT_URI}/` })).status).toBe(400);
    } finally {
      await strict.close();
    }
  });
});

describe('oauth.v2.access', () => {
  const refused = (error: string): Answer => ({ status: 200, body: { ok: false, error } });

  it('says ok: false with 200 whatever is wrong', async () => {
    const code = await browser.allow('T0ACME', { scope: SCOPES });
    expect(await access({ code: 'none' })).toEqual(refused('invalid_code'));
    expect(await access({ code, client_id: 'nobody' })).toEqual(refused('invalid_client_id'));
    expect(await access({ code, client_secret: 'wrong' })).toEqual(refused('bad_client_secret'));
    expect(await access({ code, redirect_uri: 'http://localhost:3000/' })).toEqual(
      refused('bad_redirect_uri'),
    );
    expect(await access({ code, grant_type: 'password' })).toEqual(refused('invalid_grant_type'));
    expect(await access({ grant_type: 'refresh_token', refresh_token: 'none' })).toEqual(
      refused('invalid_refresh_token'),
    );
    expect((await access({ code })).body.ok).toBe(true);
  });

  it('takes the app from the header, too', async () => {
    const code = await browser.allow('T0ACME', { scope: SCOPES });
    const basic = Buffer.from(`${CLIENT.client_id}:${CLIENT.client_secret}`).toString('base64');
    const form = { code, redirect_uri: REDIRECT_URI };
    expect((await post(api('oauth.v2.access'), form, { Authorization: `Basic ${basic}` })).body.ok).toBe(
      true,
    );
  });

  it('wants the verifier of the challenge, and none without one', async () => {
    const { verifier, challenge } = pkce();
    const code = await browser.allow('T0ACME', { scope: SCOPES, ...challenge });
    const wrong: Record<string, string>[] = [{ code }, { code, code_verifier: pkce().verifier }];
    for (const form of wrong) {
      expect(await access(form)).toEqual(refused('invalid_code_verifier'));
    }
    expect((await access({ code, code_verifier: verifier })).body.ok).toBe(true);
    const bare = await browser.allow('T0ACME', { scope: SCOPES });
    expect(await access({ code: bare, code_verifier: verifier })).toEqual(refused('invalid_code_verifier'));
  });

  it('ends what a code gave when it comes twice', async () => {
    const code = await browser.allow('T0ACME', { scope: SCOPES });
    const { body } = await access({ code });
    expect(await access({ code })).toEqual(refused('code_already_used'));
    expect((await get(api('auth.test'), String(body.access_token))).body).toEqual({
      ok: false,
      error: 'token_revoked',
    });
  });

  it('rotates refresh tokens, and ends the grant when an old one comes back', async () => {
    const { token, refreshToken } = await connected();
    const refresh = (refresh_token: string) => access({ grant_type: 'refresh_token', refresh_token });
    const { body } = await refresh(refreshToken);
    expect(body).toMatchObject({ ok: true, team: { id: 'T0ACME' }, scope: SCOPES });
    expect(body.refresh_token).not.toBe(refreshToken);
    for (const each of [token, String(body.access_token)]) {
      expect((await get(api('auth.test'), each)).body.ok).toBe(true);
    }
    expect(await refresh(refreshToken)).toEqual(refused('invalid_refresh_token'));
    expect(await refresh(String(body.refresh_token))).toEqual(refused('invalid_refresh_token'));
    expect((await get(api('auth.test'), String(body.access_token))).body.ok).toBe(false);
  });

  it('gives short tokens when asked to at the start', async () => {
    const brief = await startSlackSandbox({ port: 0, accessTokenLifetimeMs: 0 });
    try {
      const code = await new Browser(brief, '/oauth/v2/authorize').allow('T0ACME', { scope: SCOPES });
      const { body } = await post(`${brief.url}/api/oauth.v2.access`, {
        ...CLIENT,
        redirect_uri: REDIRECT_URI,
        code,
      });
      expect(body.expires_in).toBe(0);
      const { body: answer } = await get(`${brief.url}/api/auth.test`, String(body.access_token));
      expect(answer).toEqual({ ok: false, error: 'token_expired' });
    } finally {
      await brief.close();
    }
  });
});

describe('the Web API', () => {
  it('says what is wrong with a token', async () => {
    expect((await post(api('auth.test'), {})).body).toEqual({ ok: false, error: 'not_authed' });
    expect((await get(api('auth.test'), 'xoxb-nonsense')).body).toEqual({ ok: false, error: 'invalid_auth' });
    const { token } = await connected('T0GLOBEX', 'channels:read');
    expect((await postJson(api('chat.postMessage'), token, { channel: 'general', text: 'Hi' })).body).toEqual(
      {
        ok: false,
        error: 'missing_scope',
        needed: 'chat:write',
        provided: 'channels:read',
      },
    );
    expect((await post(api('chat.nothing'), { token })).body).toMatchObject({ error: 'unknown_method' });
  });

  it('keeps messages, sent as JSON or as a form, and shows them', async () => {
    const { token } = await connected();
    const { body } = await postJson(api('chat.postMessage'), token, {
      channel: 'C0ACMEORDERS',
      text: 'Order <7> is paid',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Order 7 is paid' } }],
    });
    expect(body).toMatchObject({
      ok: true,
      channel: 'C0ACMEORDERS',
      ts: expect.stringMatching(/^\d+\.\d{6}$/),
      message: { text: 'Order <7> is paid', bot_id: 'B0ACME', team: 'T0ACME' },
    });
    const form = { token, channel: '#orders', thread_ts: String(body.ts), blocks: '[{"type":"divider"}]' };
    expect((await post(api('chat.postMessage'), form)).body).toMatchObject({
      ok: true,
      message: { thread_ts: body.ts, blocks: [{ type: 'divider' }] },
    });
    const page = await (await fetch(sandbox.url)).text();
    expect(page).toContain('Acme Inc · #orders');
    expect(page).toContain('Order 7 is paid');
  });

  it.each([
    [{ channel: 'nowhere', text: 'Hi' }, 'channel_not_found'],
    [{ channel: 'board', text: 'Hi' }, 'channel_not_found'],
    [{ channel: 'lunch', text: 'Hi' }, 'not_in_channel'],
    [{ channel: 'old-project', text: 'Hi' }, 'is_archived'],
    [{ channel: 'general' }, 'no_text'],
    [{ channel: 'general', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [{ channel: 'general', blocks: 'nonsense' }, 'invalid_blocks_format'],
  ])('refuses %j', async (message, error) => {
    const { token } = await connected();
    expect((await postJson(api('chat.postMessage'), token, message)).body).toEqual({ ok: false, error });
  });

  it('lists channels page by page and finds people', async () => {
    const { token } = await connected();
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(
        `${api('conversations.list')}?limit=2&cursor=${encodeURIComponent(cursor)}`,
        token,
      );
      const page = body as { channels: { name: string }[]; response_metadata: { next_cursor: string } };
      names.push(...page.channels.map(({ name }) => name));
      cursor = page.response_metadata.next_cursor;
    } while (cursor !== '');
    expect(names).toEqual(['general', 'orders', 'alerts', 'lunch', 'old-project']);
    expect((await get(`${api('conversations.list')}?types=private_channel`, token)).body).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
    expect((await get(`${api('users.lookupByEmail')}?email=ada@acme.example`, token)).body).toMatchObject({
      user: { id: 'U0ACMEADA' },
    });
    expect((await get(`${api('users.lookupByEmail')}?email=x@y.z`, token)).body.error).toBe(
      'users_not_found',
    );
  });

  it('revokes a token for the app, and the whole app for the workspace’s owner', async () => {
    const first = await connected();
    expect((await post(api('auth.revoke'), { token: first.token })).body).toEqual({
      ok: true,
      revoked: true,
    });
    expect((await get(api('auth.test'), first.token)).body.error).toBe('token_revoked');
    const second = await connected();
    expect(await (await fetch(sandbox.url)).text()).toContain('Connected with Hookline');
    await takeAccessAway(sandbox, 'T0ACME');
    expect((await get(api('auth.test'), second.token)).body.error).toBe('account_inactive');
    const refresh = { grant_type: 'refresh_token', refresh_token: second.refreshToken };
    expect((await access(refresh)).body.error).toBe('invalid_refresh_token');
    expect(sandbox.grants().filter(({ account }) => account === 'T0ACME')).toEqual([]);
  });

  it('remembers everything after a kill -9', async () => {
    const { token, refreshToken } = await connected();
    await postJson(api('chat.postMessage'), token, { channel: 'alerts', text: 'Before the crash' });
    const again = await startSlackSandbox({ port: 0, stateFile: killedNow(stateFile) });
    try {
      expect((await get(`${again.url}/api/auth.test`, token)).body.ok).toBe(true);
      expect(await (await fetch(again.url)).text()).toContain('Before the crash');
      const form = { ...CLIENT, grant_type: 'refresh_token', refresh_token: refreshToken };
      expect((await post(`${again.url}/api/oauth.v2.access`, form)).body.ok).toBe(true);
    } finally {
      await again.close();
    }
  });
});
