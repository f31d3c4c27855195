import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import {
  AuthenticationError,
  NotConfiguredError,
  OutcomeUnknownError,
  PermissionError,
  ProviderUnavailableError,
  RateLimitError,
  ValidationError,
} from '../../src/contracts/errors.js';
import type { Notification } from '../../src/contracts/notifications.js';
import { SendGridNotifier } from '../../src/providers/sendgrid/sendgrid.notifier.js';
import { startSendGridSandbox, type SendGridSandbox } from '../../src/sandbox/sendgrid/sendgrid-sandbox.js';
import { startContractProxy, type ContractProxy } from '../support/contract-proxy.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { describeNotifier } from './notifier.behaviour.js';

interface Scene {
  sandbox: SendGridSandbox;
  proxy: ContractProxy;
  hookline: TestHookline;
  notifier: SendGridNotifier;
  close(): Promise<void>;
}

/** What is right all the same. */
const LEFT_OUT = [
  // SendGrid documents these beside its description: sandbox mode, and an API that does not serve.
  'is never answered with 200',
  'is never answered with 503',
];

/** Hookline, the published description of SendGrid's API, and the sandbox behind it. */
async function startScene(environment: Record<string, string> = {}): Promise<Scene> {
  const sandbox = await startSendGridSandbox({ port: 0 });
  const proxy = await startContractProxy({
    target: sandbox.url,
    descriptions: [{ file: 'sendgrid/mail-v3.openapi.json' }],
    exempt: (fault) => LEFT_OUT.some((words) => fault.endsWith(words)),
  });
  const hookline = await startTestHookline({
    environment: {
      ...sandbox.environment,
      SENDGRID_API_BASE_URL: proxy.url,
      SENDGRID_TIMEOUT: '5',
      SENDGRID_MAX_RETRIES: '3',
      SENDGRID_RETRY_DELAY: '0.01',
      ...environment,
    },
  });
  return {
    sandbox,
    proxy,
    hookline,
    notifier: hookline.app.get(SendGridNotifier, { strict: false }),
    close: async () => {
      await hookline.close();
      await proxy.close();
      await sandbox.close();
    },
  };
}

const SENDING = /\/mail\/send$/;
const subject = { subject: 'Your order' };

describeNotifier({
  name: 'sendgrid',
  message: subject,
  bad: {
    'a recipient that is no address': [{ to: 'ada' }, 'to'],
    'no subject': [{ subject: '' }, 'subject'],
    'a subject that begins a header': [{ subject: 'Hello\r\nBcc: all@example.com' }, 'subject'],
    'nothing to say': [{ text: '' }, 'text'],
    'a sender that is no address': [{ from: { email: 'acme' } }, 'from.email'],
    'a name that begins a header': [{ toName: 'Ada\nBcc: all@example.com' }, 'toName'],
    'somebody twice': [{ cc: [{ email: 'ada@example.com' }, { email: 'ADA@example.com' }] }, 'cc.1'],
    'more than 1,000 people': [
      { bcc: Array.from({ length: 1000 }, (_none, index) => ({ email: `${index}@example.com` })) },
      'cc',
    ],
    'more than 10 categories': [
      { categories: Array.from({ length: 11 }, (_none, index) => `c${index}`) },
      'categories',
    ],
    'a category twice': [{ categories: ['a', 'a'] }, 'categories.1'],
    'a template of another kind': [{ template: { id: '123' } }, 'template.id'],
    'attachments above 30 MB in base64': [
      { attachments: [{ name: 'a', contentType: 'text/plain', content: Buffer.alloc(23 * 1024 * 1024) }] },
      'attachments',
    ],
    'a file with a path': [
      { attachments: [{ name: '../a', contentType: 'text/plain', content: Buffer.from('a') }] },
      'attachments.0.name',
    ],
  },
  start: async () => {
    const { sandbox, proxy, notifier, close } = await startScene();
    return {
      notifier,
      // The domain has the form of one, but none may end in a hyphen: that is left to SendGrid.
      to: { good: 'ada@acme.example', unknown: 'ada@acme-.example' },
      delivered: (reference) =>
        sandbox
          .messages()
          .filter(({ customArgs }) => customArgs['hookline_reference'] === reference)
          .map(({ to, text = '', attachments }) => ({
            to: to[0]?.email ?? '',
            text,
            attachments: attachments.map(({ filename, content }) => ({
              name: filename,
              content: Buffer.from(content, 'base64'),
            })),
          })),
      failNext: (mode) => sandbox.failNext({ path: SENDING, mode }),
      violations: () => proxy.violations(),
      stop: close,
    };
  },
});

describe('SendGridNotifier', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene?.close());

  const hello: Notification = { to: 'ada@acme.example', text: 'Hello', ...subject };
  const newest = () => scene.sandbox.messages()[0];
  const count = () => scene.sandbox.messages().length;

  it('sends all that an e-mail can have', async () => {
    const sendAt = new Date(Date.now() + 3_600_000);
    await scene.notifier.send(
      {
        ...hello,
        toName: 'Ada',
        html: '<p>Hello</p>',
        from: { email: 'shop@acme.example', name: 'The Shop' },
        replyTo: { email: 'help@acme.example' },
        cc: [{ email: 'cc@acme.example', name: 'Copy' }],
        bcc: [{ email: 'bcc@acme.example' }],
        categories: ['orders', 'paid'],
        attachments: [
          { name: 'logo.png', contentType: 'image/png', content: Buffer.from('png'), contentId: 'logo' },
          { name: 'a.txt', contentType: 'text/plain', content: Buffer.from('a') },
        ],
      },
      { reference: 'n_1', sendAt },
    );
    expect(newest()).toMatchObject({
      to: [{ email: 'ada@acme.example', name: 'Ada' }],
      cc: [{ email: 'cc@acme.example', name: 'Copy' }],
      bcc: [{ email: 'bcc@acme.example' }],
      from: { email: 'shop@acme.example', name: 'The Shop' },
      replyTo: { email: 'help@acme.example' },
      subject: 'Your order',
      text: 'Hello',
      html: '<p>Hello</p>',
      categories: ['orders', 'paid'],
      customArgs: { hookline_reference: 'n_1' },
      sendAt: Math.ceil(sendAt.getTime() / 1000),
      attachments: [
        {
          filename: 'logo.png',
          type: 'image/png',
          disposition: 'inline',
          content_id: 'logo',
          content: 'cG5n',
        },
        { filename: 'a.txt', type: 'text/plain', disposition: 'attachment', content: 'YQ==' },
      ],
    });
  });

  it('sends from SENDGRID_FROM, HTML alone, and the words of blocks where nothing else speaks', async () => {
    await scene.notifier.send({ to: 'ada@acme.example', ...subject, html: '<b>Hi</b>' });
    expect(newest()).toMatchObject({
      from: { name: 'Hookline Sandbox' },
      text: undefined,
      html: '<b>Hi</b>',
    });
    await scene.notifier.send({
      to: 'ada@acme.example',
      ...subject,
      blocks: [
        { type: 'header', text: 'Paid' },
        { type: 'fields', fields: [{ label: 'Order', value: '42' }] },
        {
          type: 'buttons',
          buttons: [
            { text: 'Look', url: 'https://acme.example' },
            { text: 'Ok', id: 'ok' },
          ],
        },
      ],
    });
    expect(newest()).toMatchObject({
      text: 'Paid\n\nOrder: 42\n\nLook: https://acme.example',
      html: undefined,
    });
  });

  it('fills in a template of SendGrid, which brings its own subject', async () => {
    await scene.notifier.send({
      to: 'ada@acme.example',
      template: { id: 'd-0123456789abcdef', data: { name: 'Ada', nested: { n: 1 } } },
    });
    expect(newest()).toMatchObject({
      templateId: 'd-0123456789abcdef',
      templateData: { name: 'Ada', nested: { n: 1 } },
    });
  });

  it('sends nothing in a dry run', async () => {
    const before = count();
    expect(await scene.notifier.send(hello, { dryRun: true })).toMatchObject({ messageId: 'dry-run' });
    await expect(
      scene.notifier.send({ ...hello, to: 'ada@acme-.example' }, { dryRun: true }),
    ).rejects.toThrow(ValidationError);
    expect(count()).toBe(before);
  });

  it('refuses a time more than 72 hours ahead, and a reference that is none', () => {
    const sendAt = new Date(Date.now() + 73 * 3_600_000);
    expect(() => scene.notifier.check(hello, { sendAt, reference: '"x"' })).toThrow(
      'notifications.send cannot go by SendGrid as it is: see sendAt, reference.',
    );
  });

  describe('many at once', () => {
    const many = (length: number, change: (index: number) => Partial<Notification> = () => ({})) =>
      Array.from({ length }, (_none, index) => ({
        ...hello,
        to: `reader${index}@acme.example`,
        reference: randomUUID(),
        ...change(index),
      }));

    it('go in one request, each with its own name, data and reference', async () => {
      const before = count();
      const messages = many(1000, (index) => ({
        toName: `Reader ${index}`,
        template: { id: 'd-newsletter', data: { index } },
      }));
      const outcomes = await scene.notifier.sendBatch(messages);
      const sent = outcomes.flatMap((outcome) => ('sent' in outcome ? [outcome.sent] : []));
      expect(sent.map(({ to }) => to)).toEqual(messages.map(({ to }) => to));
      expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
      const arrived = scene.sandbox
        .messages()
        .slice(0, count() - before)
        .toReversed();
      expect(arrived.map(({ to, templateData, customArgs }) => [to, templateData, customArgs])).toEqual(
        messages.map(({ to, toName, template, reference }) => [
          [{ email: to, name: toName }],
          template?.data,
          { hookline_reference: reference },
        ]),
      );
    });

    it('go without those that are refused, by us or by SendGrid', async () => {
      const before = count();
      const messages = many(4, (index) =>
        index === 1 ? { to: 'nobody' } : index === 2 ? { to: 'a@b-.example' } : {},
      );
      const outcomes = await scene.notifier.sendBatch(messages);
      const wrong = {
        error: expect.objectContaining({ details: [{ field: 'to', issue: expect.any(String) }] }),
      };
      expect(outcomes).toEqual([
        { sent: expect.objectContaining({ to: 'reader0@acme.example' }) },
        wrong,
        wrong,
        { sent: expect.objectContaining({ to: 'reader3@acme.example' }) },
      ]);
      expect(count() - before).toBe(2);
    });

    it('fail together when SendGrid refuses what they have in common', async () => {
      const messages = many(2, () => ({ from: { email: 'shop@unverified.example' } }));
      await expect(scene.notifier.sendBatch(messages)).rejects.toThrow(PermissionError);
    });

    it('are an unknown outcome together when the answer is lost', async () => {
      scene.sandbox.failNext({ path: SENDING, mode: 'reset-after' });
      const before = count();
      await expect(scene.notifier.sendBatch(many(3))).rejects.toThrow(OutcomeUnknownError);
      expect(count() - before).toBe(3);
    });

    it('are 1,000 at most, copies included', async () => {
      const messages = many(501, () => ({ cc: [{ email: 'copy@acme.example' }] }));
      await expect(scene.notifier.sendBatch(messages)).rejects.toMatchObject({ details: [{ field: 'cc' }] });
      expect(await scene.notifier.sendBatch([])).toEqual([]);
    });
  });

  describe('when SendGrid refuses', () => {
    it('says that the sender is not verified', async () => {
      const refused = scene.notifier.send({ ...hello, from: { email: 'shop@unverified.example' } });
      await expect(refused).rejects.toThrow(PermissionError);
      await expect(refused).rejects.toThrow(/verified Sender Identity.*`from` \(or SENDGRID_FROM\)/);
    });

    it('waits for as long as a 429 says, then gives up', async () => {
      scene.sandbox.failNext({ path: SENDING, mode: 429 });
      await expect(scene.notifier.send(hello, { timeoutMs: 300 })).rejects.toThrow(RateLimitError);
      expect(await scene.notifier.send(hello, { mayWait: true })).toMatchObject({ provider: 'sendgrid' });
    });

    it.each([500, 503])('does not send again what may have gone out: HTTP %i', async (status) => {
      const before = count();
      scene.sandbox.failNext({ path: SENDING, mode: status });
      await expect(scene.notifier.send(hello)).rejects.toThrow(OutcomeUnknownError);
      expect(count()).toBe(before);
    });

    it('asks a dry run again, since it does nothing', async () => {
      scene.sandbox.failNext({ path: SENDING, mode: 503, times: 2 });
      expect(await scene.notifier.send(hello, { dryRun: true })).toMatchObject({ messageId: 'dry-run' });
      scene.sandbox.failNext({ path: SENDING, mode: 503, times: 4 });
      await expect(scene.notifier.send(hello, { dryRun: true, timeoutMs: 1000 })).rejects.toThrow(
        ProviderUnavailableError,
      );
    });
  });

  describe('looking for a message', () => {
    const from = new Date();

    it('finds what was sent with the reference, though its answer was lost', async () => {
      const reference = randomUUID();
      scene.sandbox.failNext({ path: SENDING, mode: 'reset-after' });
      await expect(scene.notifier.send(hello, { reference })).rejects.toThrow(OutcomeUnknownError);
      const found = await scene.notifier.find(hello, { reference, from });
      expect(found).toMatchObject({
        messageId: newest()?.messageId,
        to: 'ada@acme.example',
        raw: { status: 'delivered', subject: 'Your order' },
      });
      expect(await scene.notifier.find(hello, { reference: randomUUID(), from })).toBeUndefined();
    });

    it.each([403, 404])('cannot tell without the Email Activity API: HTTP %i', async (mode) => {
      scene.sandbox.failNext({ path: /messages$/, mode });
      await expect(scene.notifier.find(hello, { reference: 'n_1', from })).rejects.toThrow(PermissionError);
    });

    it('puts nothing but a reference into the query', async () => {
      const reference = '" OR to_email="';
      await expect(scene.notifier.find(hello, { reference, from })).rejects.toThrow(ValidationError);
    });
  });

  it('speaks as SendGrid’s published description says', () => {
    expect(scene.proxy.violations()).toEqual([]);
  });
});

describe('without variables', () => {
  it('says which to set', async () => {
    const scene = await startScene({ SENDGRID_API_KEY: '', SENDGRID_FROM: '' });
    try {
      const message = { to: 'ada@acme.example', text: 'Hello', ...subject };
      expect(() => scene.notifier.check(message)).toThrow(NotConfiguredError);
      await expect(scene.notifier.send(message)).rejects.toThrow('set SENDGRID_API_KEY');
      expect(() => scene.notifier.check(message, { tenant: 'acme' })).toThrow(/see from\.$/);
    } finally {
      await scene.close();
    }
  });

  it('says that a key is refused', async () => {
    const scene = await startScene({ SENDGRID_API_KEY: 'SG.another-key-id.another-secret' });
    try {
      const refused = scene.notifier.send({ to: 'ada@acme.example', text: 'Hello', ...subject });
      await expect(refused).rejects.toThrow(AuthenticationError);
      await expect(refused).rejects.toThrow('Check SENDGRID_API_KEY');
    } finally {
      await scene.close();
    }
  });
});
