import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { givenConnection } from '../support/connections.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const OWN_TOKEN = 'xoxb-1111111111-own-workspace';
const THEIR_TOKEN = 'xoxb-2222222222-their-workspace';

/** What Slack says to a message. */
const posted = (ts = '1503435956.000247') =>
  faults.ok({ ok: true, channel: 'C0123456789', ts, message: { text: 'Hello', type: 'message' } });
const refused = (error: string, more: object = {}) => faults.ok({ ok: false, error, ...more });

let slack: FaultServer;
let hookline: TestHookline;
/** How Slack answers messages, and its other methods by their path. */
let answer: () => Fault;
let answerTo: Record<string, () => Fault>;
let connectionId: string;

beforeAll(async () => {
  slack = await startFaultServer({ answer: ({ path }) => (answerTo[path] ?? answer)() });
  hookline = await startTestHookline({
    environment: {
      SLACK_API_BASE_URL: `${slack.url}/api`,
      SLACK_BOT_TOKEN: OWN_TOKEN,
      SLACK_CLIENT_ID: '1111.2222',
      SLACK_CLIENT_SECRET: 'a-client-secret-of-the-tests',
      SLACK_RETRY_DELAY: '0.01',
      SLACK_TIMEOUT: '5',
    },
  });
  connectionId = await givenConnection(hookline, {
    provider: 'slack',
    accessToken: THEIR_TOKEN,
    tenant: 'acme',
  });
});
afterAll(async () => {
  await hookline?.close();
  await slack?.close();
});
let before = 0;
beforeEach(() => {
  answer = () => posted();
  answerTo = {};
  before = slack.requests.length;
});

const hello = { to: 'C0123456789', text: 'Hello' };
const send = (body: object = hello, headers: Record<string, string> = {}) =>
  hookline.api('POST', '/v1/notifications', body, headers);

/** The messages that came to Slack in this test. */
const arrived = () =>
  slack.requests
    .slice(before)
    .filter(({ path }) => !(path in answerTo))
    .map(({ path, headers, body }) => ({
      path,
      token: headers.authorization,
      form: Object.fromEntries(new URLSearchParams(body.toString())),
    }));

describe('POST /v1/notifications', () => {
  it('posts to Slack as the app of SLACK_BOT_TOKEN', async () => {
    const { status, body } = await send();
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 'sent',
        mode: 'now',
        provider: 'slack',
        channel: 'chat',
        to: 'C0123456789',
        message_id: 'C0123456789/1503435956.000247',
        fallbacks_used: 0,
        attempts: 1,
        outcome_unknown: false,
        due_at: null,
        created_at: expect.any(String),
        sent_at: '2017-08-22T21:05:56.000Z',
        status_at: expect.any(String),
        error: null,
        raw: expect.objectContaining({ ts: '1503435956.000247' }),
      },
    });
    expect(arrived()).toEqual([
      {
        path: '/api/chat.postMessage',
        token: `Bearer ${OWN_TOKEN}`,
        form: { channel: 'C0123456789', text: 'Hello', metadata: expect.stringContaining(`${body.id}-0`) },
      },
    ]);
  });

  it('posts for a connected workspace: by its id, or by the tenant that has it', async () => {
    expect(await send({ ...hello, connection_id: connectionId })).toMatchObject({ status: 201 });
    expect(await send({ ...hello, tenant: 'acme' })).toMatchObject({ status: 201 });
    expect(await send({ ...hello, tenant: 'acme', connection_id: connectionId })).toMatchObject({
      status: 201,
    });
    expect(arrived().map(({ token }) => token)).toEqual(Array(3).fill(`Bearer ${THEIR_TOKEN}`));
  });

  it('answers under an earlier message', async () => {
    const { body } = await send();
    await send({ ...hello, thread: body.message_id });
    expect(arrived()[1]?.form).toMatchObject({ thread_ts: '1503435956.000247' });
    expect(await send({ ...hello, thread: 'yesterday' })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'thread' }] } },
    });
  });

  it('keeps every letter', async () => {
    const text = 'Zażółć & <b>"1=2"</b> +%20 🚚\nnext line';
    await send({ ...hello, text });
    expect(arrived()[0]?.form.text).toBe(text);
  });

  it('gives the first answer again for a repeated Idempotency-Key, and posts once', async () => {
    const headers = { 'Idempotency-Key': 'order-42-paid' };
    const first = await send(hello, headers);
    const again = await send(hello, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(arrived()).toHaveLength(1);
  });

  it.each([
    ['an unknown provider', { ...hello, provider: 'pigeon' }, 404, 'NOT_FOUND', undefined],
    [
      'another tenant’s connection',
      () => ({ ...hello, tenant: 'globex', connection_id: connectionId }),
      404,
      'NOT_FOUND',
      undefined,
    ],
    ['a tenant without a connection', { ...hello, tenant: 'globex' }, 404, 'NOT_FOUND', undefined],
    [
      'an unknown connection',
      { ...hello, connection_id: '0198a1b2-0000-7000-8000-000000000000' },
      404,
      'NOT_FOUND',
      undefined,
    ],
    ['an unknown field', { ...hello, colour: 'red' }, 400, 'VALIDATION_ERROR', 'colour'],
    ['no text', { to: 'C0123456789' }, 400, 'VALIDATION_ERROR', 'text'],
    ['an empty recipient', { ...hello, to: '' }, 400, 'VALIDATION_ERROR', 'to'],
    ['text too long for Slack', { ...hello, text: 'x'.repeat(40_001) }, 400, 'VALIDATION_ERROR', 'text'],
    ['half a character', { ...hello, text: 'x\ud800' }, 400, 'VALIDATION_ERROR', 'text'],
    [
      'a channel that is none of Slack’s',
      { ...hello, provider: 'slack', channel: 'email' },
      400,
      'VALIDATION_ERROR',
      'channel',
    ],
    ['an id that is none', { ...hello, connection_id: '1' }, 400, 'VALIDATION_ERROR', 'connection_id'],
  ])('refuses %s before any call leaves', async (_what, body, status, code, field) => {
    const answered = await send(typeof body === 'function' ? body() : body);
    expect(answered).toMatchObject({ status, body: { error: { code } } });
    if (field) expect(answered.body.error.details[0].field).toBe(field);
    expect(arrived()).toEqual([]);
  });

  it('asks which connection is meant when a tenant has several', async () => {
    for (const accessToken of ['xoxb-33333333', 'xoxb-44444444']) {
      await givenConnection(hookline, { provider: 'slack', accessToken, tenant: 'initech' });
    }
    expect(await send({ ...hello, tenant: 'initech' })).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'connection_id' }] } },
    });
  });

  it('needs the scope notifications:write', async () => {
    const key = await hookline.createKey('payments:write');
    expect(await send(hello, { Authorization: `Bearer ${key}` })).toMatchObject({ status: 403 });
  });
});

describe('what Slack refuses', () => {
  it.each([
    ['channel_not_found', 404, 'NOT_FOUND'],
    ['not_in_channel', 422, 'UNPROCESSABLE'],
    ['is_archived', 422, 'UNPROCESSABLE'],
    ['msg_too_long', 400, 'VALIDATION_ERROR'],
    ['missing_scope', 502, 'PROVIDER_AUTHENTICATION_FAILED'],
    ['invalid_auth', 502, 'PROVIDER_AUTHENTICATION_FAILED'],
    ['service_unavailable', 503, 'PROVIDER_UNAVAILABLE'],
    ['fatal_error', 504, 'OUTCOME_UNKNOWN'],
    ['something_new', 502, 'PROVIDER_ERROR'],
  ])('%s is %i %s, and is sent once', async (word, status, code) => {
    answer = () => refused(word, { needed: 'chat:write' });
    const { body, ...answered } = await send();
    expect({ status: answered.status, code: body.error.code }).toEqual({ status, code });
    expect(body.error.message).toContain(word);
    expect(JSON.stringify(body)).not.toContain(OWN_TOKEN);
    expect(arrived().filter(({ path }) => path.endsWith('postMessage'))).toHaveLength(1);
  });

  it('waits as long as Slack asks for after a 429, and then posts', async () => {
    let first = true;
    answer = () => {
      if (!first) return posted();
      first = false;
      return faults.status(429, { 'retry-after': '1' }, { ok: false, error: 'ratelimited' });
    };
    expect(await send()).toMatchObject({ status: 201 });
    expect(arrived()).toHaveLength(2);
  });

  it('passes on how long to wait when that is too long', async () => {
    // Of a workspace of its own: the pause that Slack asks for holds for all calls of an account.
    const id = await givenConnection(hookline, {
      provider: 'slack',
      accessToken: 'xoxb-55555555',
      tenant: 'hooli',
    });
    answer = () => faults.status(429, { 'retry-after': '60' }, { ok: false, error: 'ratelimited' });
    const { status, headers } = await send({ ...hello, connection_id: id });
    expect({ status, wait: headers.get('retry-after') }).toEqual({ status: 429, wait: '60' });
  });

  it('says that the outcome is unknown when the answer is lost, and never sends a message twice', async () => {
    answer = () => faults.resetAfter();
    const { status, body } = await send();
    expect({ status, code: body.error.code }).toEqual({ status: 504, code: 'OUTCOME_UNKNOWN' });
    expect(arrived().filter(({ path }) => path.endsWith('postMessage'))).toHaveLength(1);
  });

  it('does not take a failure half-way for a failure', async () => {
    answer = () => faults.status(500, {}, { ok: false, error: 'internal_error' });
    expect(await send()).toMatchObject({ status: 504, body: { error: { code: 'OUTCOME_UNKNOWN' } } });
  });

  it('takes a page for no success', async () => {
    answer = () => faults.wrongContentType();
    // A message may be behind it: it is looked up.
    expect(await send()).toMatchObject({ status: 504, body: { error: { code: 'OUTCOME_UNKNOWN' } } });
  });

  describe('a token', () => {
    const expired = async (tenant: string) =>
      givenConnection(hookline, {
        provider: 'slack',
        tenant,
        accessToken: 'xoxe.xoxb-1-expired-token',
        refreshToken: 'xoxe-1-refresh-token',
      });

    /** What an outcome of a test before is looked up with has another token. */
    const arrivedWithIt = () => arrived().filter(({ token }) => token?.startsWith('Bearer xoxe.'));

    it('is renewed once, and the message sent with the new one', async () => {
      const id = await expired('umbrella');
      answerTo['/api/oauth.v2.access'] = () =>
        faults.ok({
          ok: true,
          token_type: 'bot',
          access_token: 'xoxe.xoxb-1-renewed-token',
          refresh_token: 'xoxe-1-next-refresh-token',
          expires_in: 43_200,
        });
      answer = () => (arrivedWithIt().length === 1 ? refused('token_expired') : posted());
      expect(await send({ ...hello, connection_id: id })).toMatchObject({ status: 201 });
      expect(arrivedWithIt().map(({ token }) => token)).toEqual([
        'Bearer xoxe.xoxb-1-expired-token',
        'Bearer xoxe.xoxb-1-renewed-token',
      ]);
    });

    it('that cannot be renewed means that the workspace has to be connected again', async () => {
      const id = await expired('wonka');
      answerTo['/api/oauth.v2.access'] = () => refused('invalid_refresh_token');
      answer = () => refused('token_revoked');
      const needsReauth = { status: 424, body: { error: { code: 'CONNECTION_NEEDS_REAUTH' } } };
      expect(await send({ ...hello, connection_id: id })).toMatchObject(needsReauth);
      expect(await send({ ...hello, connection_id: id })).toMatchObject(needsReauth);
      expect(arrivedWithIt()).toHaveLength(1);
    });
  });
});

describe('NotificationsService', () => {
  it('sends for a product that injects it', async () => {
    const notifications = hookline.app.get(NotificationsService);
    const receipt = await notifications.send({ ...hello, provider: 'slack' }, { connectionId });
    expect(receipt).toMatchObject({ provider: 'slack', channel: 'chat', to: 'C0123456789' });
    expect(arrived()).toMatchObject([{ token: `Bearer ${THEIR_TOKEN}` }]);
  });
});
