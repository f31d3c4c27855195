import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, get, postJson } from '../oauth/spec-support.js';
import { startSlackSandbox, type SlackSandbox } from './slack-sandbox.js';

const ORDERS = 'C0ACMEORDERS';

let sandbox: SlackSandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startSlackSandbox({ port: 0 });
  token = sandbox.environment.SLACK_BOT_TOKEN ?? '';
});
afterAll(() => sandbox.close());

const call = async (method: string, fields: object): Promise<Answer['body']> =>
  (await postJson(`${sandbox.url}/api/${method}`, token, fields)).body;
const post = async (fields: object) => String((await call('chat.postMessage', fields)).ts);
const texts = ({ messages }: Answer['body']) => (messages as { text: string }[]).map(({ text }) => text);

describe('the workspace that needs not be connected', () => {
  it('has a token that may do everything', async () => {
    expect(await call('auth.test', {})).toMatchObject({ ok: true, team_id: 'T0ACME' });
    expect(await call('conversations.list', { types: 'public_channel,private_channel' })).toMatchObject({
      channels: expect.arrayContaining([expect.objectContaining({ name: 'finance', is_private: true })]),
    });
  });
});

describe('messages', () => {
  it('are changed and deleted by those who posted them', async () => {
    const ts = await post({ channel: ORDERS, text: 'Paid', blocks: [{ type: 'divider' }] });
    const place = { channel: ORDERS, ts };
    expect(await call('chat.update', { ...place, text: 'Refunded' })).toMatchObject({
      text: 'Refunded',
      message: { blocks: [{ type: 'divider' }], edited: { user: 'U0ACMEBOT' } },
    });
    expect(
      (await call('chat.update', { ...place, text: 'Refunded', blocks: [] })).message,
    ).not.toHaveProperty('blocks');
    expect(await call('chat.update', { ...place, text: 'x'.repeat(4_001) })).toEqual({
      ok: false,
      error: 'msg_too_long',
    });
    expect(await call('chat.delete', place)).toEqual({ ok: true, ...place });
    for (const method of ['chat.delete', 'chat.update']) {
      expect(await call(method, { ...place, text: 'x' })).toEqual({ ok: false, error: 'message_not_found' });
    }
    expect((await call('chat.delete', { ...place, channel: 'orders' })).error).toBe('channel_not_found');
  });

  it('go to people, too', async () => {
    expect(await call('chat.postMessage', { channel: 'U0ACMEADA', text: 'Psst' })).toMatchObject({
      channel: 'D0ACMEADA',
    });
    expect(await call('conversations.open', { users: 'U0ACMEADA' })).toMatchObject({
      channel: { id: 'D0ACMEADA' },
    });
    expect((await call('conversations.open', { users: 'U0NOBODY' })).error).toBe('user_not_found');
    expect(await (await fetch(sandbox.url)).text()).toContain('Acme Inc · Ada Lovelace');
  });

  it.each([
    [[{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], '/blocks/0/text/text'],
    [[{ type: 'divider' }, { type: 'section' }], '/blocks/1'],
    [[{ type: 'carousel' }], '/blocks/0/type'],
    [
      [{ type: 'actions', elements: [{ type: 'button', text: { type: 'mrkdwn', text: 'Go' } }] }],
      '/blocks/0/',
    ],
  ])('cannot be made of %j', async (blocks, pointer) => {
    const refused = await call('chat.postMessage', { channel: ORDERS, text: 'x', blocks });
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(refused.response_metadata)).toContain(pointer);
  });

  it('need a thread that is there', async () => {
    const fields = { channel: ORDERS, text: 'x', thread_ts: '1.000001' };
    expect((await call('chat.postMessage', fields)).error).toBe('thread_not_found');
  });

  it('show on the page by what their blocks say', async () => {
    await post({
      channel: 'general',
      text: 'Fallback',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Order <42>' } },
        { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Refund' } }] },
      ],
    });
    const page = await (await fetch(sandbox.url)).text();
    expect(page).toContain('<strong>Order &lt;42&gt;</strong>');
    expect(page).toContain('[Refund]');
    expect(page).not.toContain('Fallback');
  });
});

describe('history', () => {
  it('has what was said in a channel, newest first, by pages, and what in its threads', async () => {
    const channel = 'C0ACMEFINANCE';
    const first = await post({ channel, text: 'One' });
    await post({ channel, text: 'Two', metadata: { event_type: 'paid', event_payload: { order: 42 } } });
    await post({ channel, text: 'One and a half', thread_ts: first });
    const page = await call('conversations.history', { channel, limit: 1, include_all_metadata: true });
    expect(texts(page)).toEqual(['Two']);
    expect(page).toMatchObject({
      has_more: true,
      messages: [{ metadata: { event_type: 'paid', event_payload: { order: 42 } } }],
    });
    const { next_cursor: cursor } = page.response_metadata as { next_cursor: string };
    const rest = await call('conversations.history', { channel, cursor });
    expect(texts(rest)).toEqual(['One']);
    expect(rest).toMatchObject({ has_more: false });
    expect(texts(await call('conversations.history', { channel, oldest: first }))).toEqual(['Two']);
    expect(texts(await call('conversations.replies', { channel, ts: first }))).toEqual([
      'One',
      'One and a half',
    ]);
    expect(JSON.stringify(await call('conversations.history', { channel }))).not.toContain('event_payload');
  });

  it.each([
    ['conversations.history', { channel: 'C0ACMELUNCH' }, 'not_in_channel'],
    ['conversations.history', { channel: 'C0ACMEBOARD' }, 'channel_not_found'],
    ['conversations.history', { channel: ORDERS, cursor: 'nonsense' }, 'invalid_cursor'],
    ['conversations.replies', { channel: ORDERS, ts: '1.000001' }, 'thread_not_found'],
  ])('%s refuses %j', async (method, fields, error) => {
    expect(await call(method, fields)).toEqual({ ok: false, error });
  });
});

describe('files', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

  it('are announced, uploaded without a token, and shared', async () => {
    const announced = await call('files.getUploadURLExternal', {
      filename: 'Łódź.pdf',
      length: bytes.length,
    });
    const id = String(announced.file_id);
    const shared = { files: [{ id, title: 'Invoice' }], channel_id: ORDERS, initial_comment: 'Here' };
    expect((await call('files.completeUploadExternal', shared)).error).toBe('file_not_found');
    const upload = { method: 'POST', body: bytes };
    expect((await fetch(String(announced.upload_url), { method: 'POST', body: 'short' })).status).toBe(400);
    expect((await fetch(String(announced.upload_url), upload)).status).toBe(200);
    expect(await call('files.completeUploadExternal', shared)).toMatchObject({
      files: [{ id, name: 'Łódź.pdf', title: 'Invoice', size: 256 }],
    });
    expect(sandbox.messages().at(-1)).toMatchObject({ channel: ORDERS, text: 'Here', files: [id] });
    const download = await fetch(`${sandbox.url}/files/${id}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await (await fetch(sandbox.url)).text()).toContain(`href="/files/${id}"`);
  });

  it('are not announced empty', async () => {
    const refused = await get(`${sandbox.url}/api/files.getUploadURLExternal?filename=x&length=0`, token);
    expect(refused.body).toEqual({ ok: false, error: 'missing_argument' });
  });
});

describe('what goes wrong', () => {
  it('is what a test has asked for, as often as it has', async () => {
    sandbox.failNext({ method: 'chat.postMessage', mode: 'error', error: 'fatal_error', times: 2 });
    const message = { channel: ORDERS, text: 'Once' };
    for (let time = 1; time <= 2; time += 1) {
      expect(await call('chat.postMessage', message)).toEqual({ ok: false, error: 'fatal_error' });
    }
    expect(await call('chat.postMessage', message)).toMatchObject({ ok: true });
  });

  it('may be a lost answer, to a call that was carried out or not', async () => {
    for (const [mode, count] of [
      ['reset-before', 0],
      ['reset-after', 1],
    ] as const) {
      const text = `Lost ${mode}`;
      sandbox.failNext({ method: 'chat.postMessage', mode });
      await expect(call('chat.postMessage', { channel: ORDERS, text })).rejects.toThrow('fetch failed');
      expect(sandbox.messages().filter((message) => message.text === text)).toHaveLength(count);
    }
  });

  it('is a second message within a second, where limits are on', async () => {
    const strict = await startSlackSandbox({ port: 0, rateLimits: true });
    try {
      const send = (channel: string) =>
        fetch(`${strict.url}/api/chat.postMessage`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
          body: new URLSearchParams({ channel, text: 'x' }),
        });
      expect(await (await send(ORDERS)).json()).toMatchObject({ ok: true });
      const refused = await send(ORDERS);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
      expect(await (await send('general')).json()).toMatchObject({ ok: true });
    } finally {
      await strict.close();
    }
  });
});
