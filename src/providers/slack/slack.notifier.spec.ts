import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { startTestHookline, type TestHookline } from '../../../test/support/hookline.js';
import {
  NotConfiguredError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  TimeoutError,
  UnprocessableError,
  ValidationError,
} from '../../contracts/errors.js';
import type { ChatBlock } from '../../contracts/notifications.js';
import type { UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { UnknownOutcomes } from '../../outbound/unknown-outcomes/unknown-outcomes.js';
import { startSlackSandbox, type SlackSandbox } from '../../sandbox/slack/slack-sandbox.js';
import { SlackDirectory } from './slack.directory.js';
import { SlackNotifier } from './slack.notifier.js';
import { SlackOutcomes } from './slack.outcomes.js';

const ORDERS = 'C0ACMEORDERS';
const ALERTS = 'C0ACMEALERTS';
const INVOICE = { name: 'invoice.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') };

const QUICK = { SLACK_TIMEOUT: '10', SLACK_RETRY_DELAY: '0.001' };

describe('Slack', () => {
  let sandbox: SlackSandbox;
  let hookline: TestHookline;
  let notifier: SlackNotifier;

  beforeAll(async () => {
    sandbox = await startSlackSandbox({ port: 0 });
    hookline = await startTestHookline({ environment: { ...sandbox.environment, ...QUICK } });
    notifier = hookline.app.get(SlackNotifier, { strict: false });
  });
  afterAll(async () => {
    await hookline?.close();
    await sandbox?.close();
  });

  const messages = () => sandbox.messages();
  const messageOf = (id: string) => messages().find(({ channel, id: ts }) => `${channel}/${ts}` === id);

  describe('whom a message goes to', () => {
    it.each([
      ['a channel’s id', ORDERS, ORDERS],
      ['a channel’s name', '#orders', ORDERS],
      ['a private channel’s name', '#finance', 'C0ACMEFINANCE'],
      ['a channel that the app is not in', '#lunch', 'C0ACMELUNCH'],
      ['a person’s id', 'U0ACMEADA', 'D0ACMEADA'],
      ['a person’s e-mail address', 'alan@acme.example', 'D0ACMEALAN'],
    ])('is %s', async (_what, to, channel) => {
      const sent = await notifier.send({ to, text: 'Hello' });
      expect(sent.to).toBe(channel);
      expect(messageOf(sent.messageId)).toMatchObject({ text: 'Hello' });
    });

    it.each([
      ['#nowhere', NotFoundError],
      ['#board', NotFoundError],
      ['C0UNKNOWN', NotFoundError],
      ['U0UNKNOWN', NotFoundError],
      ['nobody@acme.example', NotFoundError],
      ['C0ACMEOLD', UnprocessableError],
    ])('cannot be %s', async (to, error) => {
      await expect(notifier.send({ to, text: 'Hello' })).rejects.toThrow(error);
    });
  });

  it('shows blocks, and says them in notifications', async () => {
    const blocks: ChatBlock[] = [
      { type: 'header', text: 'Order 42' },
      { type: 'text', text: 'Paid' },
      { type: 'fields', fields: [{ label: 'Total', value: '€10' }] },
      { type: 'image', url: 'https://shop.example/book.png', alt: 'A book' },
      { type: 'context', text: 'Just now' },
      { type: 'buttons', buttons: [{ text: 'Open', url: 'https://shop.example/42' }] },
      { type: 'divider' },
    ];
    const { messageId } = await notifier.send({ to: ORDERS, blocks });
    expect(messageOf(messageId)).toMatchObject({
      text: 'Order 42\nPaid\nTotal: €10\nA book\nJust now\n<https://shop.example/42|Open>',
      blocks: [
        { type: 'header' },
        { type: 'section' },
        { type: 'section' },
        { type: 'image' },
        { type: 'context' },
        { type: 'actions' },
        { type: 'divider' },
      ],
    });
  });

  it('answers in a thread, with files there, too', async () => {
    const first = await notifier.send({ to: ORDERS, text: 'Question' });
    const answer = await notifier.send({
      to: ORDERS,
      text: 'Answer',
      thread: first.messageId,
      attachments: [INVOICE],
    });
    const [, ts] = first.messageId.split('/');
    expect(messageOf(answer.messageId)).toMatchObject({ threadTs: ts });
    expect(messages().at(-1)).toMatchObject({ threadTs: ts, files: [expect.any(String)] });
  });

  describe('changing a message', () => {
    it('puts other words in its place, and takes its blocks away', async () => {
      const { messageId } = await notifier.send({ to: ORDERS, blocks: [{ type: 'header', text: 'Paid' }] });
      const updated = await notifier.update(messageId, { text: 'Refunded' });
      expect(updated).toMatchObject({ messageId, provider: 'slack', channel: 'chat', to: ORDERS });
      expect(messageOf(messageId)).toMatchObject({ text: 'Refunded' });
      expect(messageOf(messageId)?.blocks).toBeUndefined();
      await notifier.update(messageId, { blocks: [{ type: 'header', text: 'Closed' }] });
      expect(messageOf(messageId)).toMatchObject({ text: 'Closed', blocks: [{ type: 'header' }] });
    });

    it('is repeated when its answer is lost', async () => {
      const { messageId } = await notifier.send({ to: ORDERS, text: 'Paid' });
      sandbox.failNext({ method: 'chat.update', mode: 'reset-after' });
      await notifier.update(messageId, { text: 'Refunded' });
      expect(messageOf(messageId)).toMatchObject({ text: 'Refunded' });
    });

    it('needs a message and words', async () => {
      const gone = `${ORDERS}/1503435956.000247`;
      await expect(notifier.update(gone, { text: 'x' })).rejects.toThrow(NotFoundError);
      await expect(notifier.update('yesterday', { text: 'x' })).rejects.toMatchObject({
        details: [{ field: 'messageId' }],
      });
      await expect(notifier.update(gone, {})).rejects.toMatchObject({ details: [{ field: 'text' }] });
      await expect(notifier.update(gone, { text: 'x'.repeat(4_001) })).rejects.toMatchObject({
        details: [{ field: 'text' }],
      });
    });
  });

  describe('deleting a message', () => {
    it('succeeds when it is gone already, or its answer was lost', async () => {
      const { messageId } = await notifier.send({ to: ORDERS, text: 'Oops' });
      sandbox.failNext({ method: 'chat.delete', mode: 'reset-after' });
      await notifier.delete(messageId);
      expect(messageOf(messageId)).toBeUndefined();
      await expect(notifier.delete(messageId)).resolves.toBeUndefined();
    });

    it('is refused by Slack in its own words', async () => {
      const { messageId } = await notifier.send({ to: ORDERS, text: 'For ever' });
      sandbox.failNext({ method: 'chat.delete', mode: 'error', error: 'cant_delete_message' });
      await expect(notifier.delete(messageId)).rejects.toThrow(UnprocessableError);
      await expect(notifier.delete('C0UNKNOWN/1503435956.000247')).rejects.toThrow(NotFoundError);
    });
  });

  describe('files', () => {
    it('that do not arrive keep the message back, which may be sent again', async () => {
      const reference = randomUUID();
      for (const fault of ['reset-before', 'reset-after', 'error'] as const) {
        sandbox.failNext({ method: 'upload', mode: fault });
        const refused = notifier.send({ to: ORDERS, text: 'Invoice', attachments: [INVOICE] }, { reference });
        await expect(refused).rejects.toThrow(ProviderUnavailableError);
        await expect(refused).rejects.toMatchObject({ retryable: true });
      }
      expect(messages().filter(({ metadata }) => metadata?.event_payload.reference === reference)).toEqual(
        [],
      );
    });

    it('that are not shown leave the message there, and its outcome unknown', async () => {
      const reference = randomUUID();
      for (const mode of ['reset-after', 'error'] as const) {
        sandbox.failNext({ method: 'files.completeUploadExternal', mode, error: 'channel_not_found' });
        const refused = notifier.send({ to: ORDERS, text: 'Invoice', attachments: [INVOICE] }, { reference });
        await expect(refused).rejects.toThrow(OutcomeUnknownError);
        await expect(refused).rejects.toThrow(`in Slack as ${ORDERS}/`);
      }
      const posted = messages().filter(({ metadata }) => metadata?.event_payload.reference === reference);
      expect(posted).toHaveLength(2);
    });
  });

  describe('looking for a message', () => {
    it.each([
      ['in a direct message', { to: 'ada@acme.example' }],
      ['in a private channel', { to: '#finance' }],
    ])('finds it %s', async (_what, where) => {
      const reference = randomUUID();
      const sent = await notifier.send({ ...where, text: 'Here' }, { reference });
      const search = { reference, from: sent.sentAt };
      expect(await notifier.find(where, search)).toMatchObject({ messageId: sent.messageId, to: sent.to });
    });

    it('finds it in its thread', async () => {
      const reference = randomUUID();
      const { messageId: thread, sentAt: from } = await notifier.send({ to: ORDERS, text: 'Question' });
      const answer = { to: ORDERS, text: 'Answer', thread };
      const { messageId } = await notifier.send(answer, { reference });
      expect(await notifier.find(answer, { reference, from })).toMatchObject({ messageId });
      expect(await notifier.find({ to: ORDERS }, { reference, from })).toBeUndefined();
    });

    it('says when it may not look there', async () => {
      sandbox.failNext({ method: 'conversations.history', mode: 'error', error: 'missing_scope' });
      const search = { reference: 'x', from: new Date() };
      await expect(notifier.find({ to: ORDERS }, search)).rejects.toThrow(PermissionError);
    });
  });

  describe('a call whose answer was lost', () => {
    /** What was recorded of the latest one. */
    async function latest(change: Partial<UnknownOutcomeRecord> = {}): Promise<UnknownOutcomeRecord> {
      const [row] = await hookline.app.get(UnknownOutcomes, { strict: false }).list({ provider: 'slack' }, 1);
      if (!row) throw new Error('Nothing was recorded');
      return {
        ...row,
        connectionId: undefined,
        idempotencyKey: row.idempotencyKey ?? undefined,
        reference: row.reference ?? undefined,
        givenUpAt: new Date(),
        ...change,
      };
    }
    const resolve = (outcome: UnknownOutcomeRecord) =>
      hookline.app.get(SlackOutcomes, { strict: false }).resolve(outcome, new AbortController().signal);

    it.each([
      ['to a channel', { to: '#orders', text: 'Lost' }],
      ['to a person', { to: 'U0ACMEADA', text: 'Lost' }],
    ])('is found when it was a message %s', async (_what, message) => {
      sandbox.failNext({ method: 'chat.postMessage', mode: 'reset-after' });
      await expect(notifier.send(message, { idempotencyKey: 'order 42/paid' })).rejects.toThrow(
        OutcomeUnknownError,
      );
      const posted = messages().at(-1);
      expect(await resolve(await latest())).toEqual({
        status: 'happened',
        objectId: `${posted?.channel}/${posted?.id}`,
      });
    });

    it('is found in a thread, and so are files', async () => {
      const { messageId: thread } = await notifier.send({ to: ORDERS, text: 'Question' });
      for (const method of ['chat.postMessage', 'files.completeUploadExternal']) {
        sandbox.failNext({ method, mode: 'reset-after' });
        const answer = { to: ORDERS, text: 'Answer', thread, attachments: [INVOICE] };
        await expect(notifier.send(answer)).rejects.toThrow(OutcomeUnknownError);
        expect(await resolve(await latest())).toEqual({
          status: 'happened',
          objectId: `${ORDERS}/${messages().at(-1)?.id}`,
        });
      }
    });

    it('has not happened when it is nowhere after a while', async () => {
      sandbox.failNext({ method: 'chat.postMessage', mode: 'reset-before' });
      await expect(notifier.send({ to: ORDERS, text: 'Lost' })).rejects.toThrow(OutcomeUnknownError);
      expect(await resolve(await latest())).toEqual({ status: 'unknown' });
      const anHourAgo = new Date(Date.now() - 3_600_000);
      const old = { sentAt: anHourAgo, givenUpAt: anHourAgo };
      expect(await resolve(await latest(old))).toEqual({ status: 'not_happened' });
    });

    it('has shown nothing when it was the bytes of a file', async () => {
      sandbox.failNext({ method: 'upload', mode: 'reset-after' });
      const message = { to: ORDERS, text: 'Lost', attachments: [INVOICE] };
      await expect(notifier.send(message)).rejects.toThrow(ProviderUnavailableError);
      expect(await resolve(await latest())).toEqual({ status: 'not_happened' });
    });
  });

  describe('SlackDirectory', () => {
    const directory = () => hookline.app.get(SlackDirectory, { strict: false });
    const names = async (channels: AsyncIterable<{ name: string }>) => {
      const all: string[] = [];
      for await (const { name } of channels) all.push(name);
      return all;
    };

    it('lists channels', async () => {
      expect(await names(directory().channels())).toEqual([
        'general',
        'orders',
        'alerts',
        'lunch',
        'finance',
      ]);
      expect(await names(directory().channels({ types: ['public'], includeArchived: true }))).toEqual([
        'general',
        'orders',
        'alerts',
        'lunch',
        'old-project',
      ]);
    });

    it('finds channels and people', async () => {
      expect(await directory().channelByName('#lunch')).toMatchObject({
        id: 'C0ACMELUNCH',
        isPrivate: false,
        isArchived: false,
        isMember: false,
      });
      expect(await directory().userByEmail('ada@acme.example')).toMatchObject({
        id: 'U0ACMEADA',
        realName: 'Ada Lovelace',
      });
      await expect(directory().userByEmail('x@acme.example')).rejects.toThrow(NotFoundError);
      await expect(directory().channelByName('nowhere')).rejects.toThrow(NotFoundError);
    });

    it('asks again when an answer is lost, since it only reads', async () => {
      sandbox.failNext({ method: 'conversations.list', mode: 'reset-after' });
      expect(await directory().channelByName('orders')).toMatchObject({ id: ORDERS });
      sandbox.failNext({ method: 'conversations.list', mode: 'error', error: 'internal_error' });
      await expect(directory().channelByName('orders')).rejects.toThrow(ProviderUnavailableError);
    });
  });

  it('cannot keep a message for later, or only check it', () => {
    const message = { to: ORDERS, text: 'Later' };
    expect(() => notifier.check(message, { sendAt: new Date(), dryRun: true })).toThrow(ValidationError);
    expect(() => notifier.check(message, { dryRun: false })).not.toThrow();
  });
});

describe('Slack’s limits', () => {
  it('hold the messages of one channel back, in their order, until all are there', async () => {
    const sandbox = await startSlackSandbox({ port: 0, rateLimits: true });
    const hookline = await startTestHookline({
      environment: { ...sandbox.environment, ...QUICK, SLACK_MAX_RETRIES: '2' },
    });
    try {
      const notifier = hookline.app.get(SlackNotifier, { strict: false });
      const texts = ['one', 'two', 'three', 'four'];
      await Promise.all(texts.map((text) => notifier.send({ to: ORDERS, text })));
      expect(sandbox.messages().map(({ text }) => text)).toEqual(texts);
    } finally {
      await hookline.close();
      await sandbox.close();
    }
  });
});

describe('a Slack that misbehaves', () => {
  let slack: FaultServer;
  let hookline: TestHookline;
  let notifier: SlackNotifier;
  let answers: Record<string, (form: URLSearchParams) => Fault>;
  const posted = (channel: string) =>
    faults.ok({ ok: true, channel, ts: '1503435956.000247', message: { text: 'Hello' } });

  beforeAll(async () => {
    slack = await startFaultServer({
      answer: ({ path, body }) => {
        const method = path.replace(/^\/api\/|\?.*$/g, '');
        return answers[method]?.(new URLSearchParams(body.toString())) ?? faults.ok({ ok: true });
      },
    });
    const environment = { SLACK_API_BASE_URL: `${slack.url}/api`, SLACK_BOT_TOKEN: 'xoxb-own-workspace' };
    hookline = await startTestHookline({ environment: { ...environment, ...QUICK } });
    notifier = hookline.app.get(SlackNotifier, { strict: false });
  });
  beforeEach(() => {
    answers = { 'chat.postMessage': (form) => posted(form.get('channel') ?? '') };
  });
  afterAll(async () => {
    await hookline?.close();
    await slack?.close();
  });

  const called = (method: string) => slack.requests.filter(({ path }) => path.includes(method));

  it.each(['https://files.evil.example/upload', 'http://files.slack.com/upload', 'https://notslack.com/'])(
    'gets no file to %s',
    async (upload_url) => {
      answers['files.getUploadURLExternal'] = () =>
        faults.ok({ ok: true, upload_url, file_id: 'F0123ABCDEF' });
      const before = called('chat.postMessage').length;
      const refused = notifier.send({ to: ORDERS, text: 'x', attachments: [INVOICE] });
      await expect(refused).rejects.toThrow(ProviderError);
      await expect(refused).rejects.toThrow('none of its own');
      expect(called('chat.postMessage')).toHaveLength(before);
    },
  );

  it('slows one channel down, and no other', async () => {
    let refused = false;
    answers['chat.postMessage'] = (form) => {
      const channel = form.get('channel') ?? '';
      if (channel === ALERTS || refused) return posted(channel);
      refused = true;
      return faults.status(429, { 'retry-after': '2' }, { ok: false, error: 'ratelimited' });
    };
    const done: string[] = [];
    const note = async (channel: string) => {
      done.push((await notifier.send({ to: channel, text: 'Hello' })).to);
    };
    const slow = note(ORDERS);
    await eventually('a refusal', () => refused || undefined);
    await note(ALERTS);
    await slow;
    expect(done).toEqual([ALERTS, ORDERS]);
  });

  it('does not get a message whose time was up while another was on its way', async () => {
    answers['chat.postMessage'] = () => faults.hang();
    const before = called('chat.postMessage').length;
    const first = notifier.send({ to: ORDERS, text: 'First' }, { timeoutMs: 2_000 }).catch(String);
    await eventually('the first one', () => called('chat.postMessage')[before]);
    const second = notifier.send({ to: ORDERS, text: 'Second' }, { timeoutMs: 300 });
    await expect(second).rejects.toThrow(TimeoutError);
    expect(await first).toContain('OutcomeUnknownError');
    expect(called('chat.postMessage')).toHaveLength(before + 1);
  });

  it('says how long to wait when that is too long', async () => {
    answers['chat.postMessage'] = () => faults.tooMany(60);
    const refused = notifier.send({ to: ORDERS, text: 'Hello' });
    await expect(refused).rejects.toThrow(RateLimitError);
    await expect(refused).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  it('tells which block it does not like, without a secret in it', async () => {
    const messages = ['[ERROR] no xoxb-1234567890-secret here [json-pointer:/blocks/0/text]'];
    answers['chat.postMessage'] = () =>
      faults.ok({ ok: false, error: 'invalid_blocks', response_metadata: { messages } });
    await expect(notifier.send({ to: ORDERS, text: 'Hello' })).rejects.toMatchObject({
      details: [
        { field: 'blocks', issue: expect.stringMatching(/invalid_blocks; .*\[redacted\].*json-pointer/) },
      ],
    });
  });

  it('does not lead a history round in circles', async () => {
    const page = { ok: true, messages: [], response_metadata: { next_cursor: 'again' } };
    answers['conversations.history'] = () => faults.ok(page);
    const search = { reference: 'x', from: new Date() };
    await expect(notifier.find({ to: ORDERS }, search)).rejects.toThrow('too many messages');
  });

  it('is not asked at all as long as no workspace is known', async () => {
    const bare = await startTestHookline();
    try {
      const unconfigured = bare.app.get(SlackNotifier, { strict: false });
      const message = { to: ORDERS, text: 'Hello' };
      expect(() => unconfigured.check(message)).toThrow(NotConfiguredError);
      expect(() => unconfigured.check(message, { tenant: 'acme' })).not.toThrow();
      await expect(unconfigured.send(message)).rejects.toThrow(NotConfiguredError);
    } finally {
      await bare.close();
    }
  });
});
