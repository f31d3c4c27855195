import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PostOffice } from '../support/post-office.js';

const office = new PostOffice();
let hookline: TestHookline;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [office.module()] });
});
afterAll(() => hookline?.close());
beforeEach(() => office.reset());

const send = (body: object) => hookline.api('POST', '/v1/notifications', body);
const put = (name: string, body: object) => hookline.api('PUT', `/v1/notification-templates/${name}`, body);
const fieldsOf = ({ body }: { body: { error: { details: { field: string }[] } } }) =>
  body.error.details.map(({ field }) => field);

const pigeon = { provider: 'pigeon', to: '#team' };
const owl = { provider: 'owl', to: 'ada@example.com' };

describe('a template', () => {
  const paid = {
    subject: 'Order {{order}} is paid',
    text: 'Thank you, {{name}}.',
    html: '<p>Thank you, {{name}}.</p>',
  };

  it('is kept, changed, listed and deleted', async () => {
    expect(await put('order-paid', paid)).toMatchObject({
      status: 200,
      body: { name: 'order-paid', ...paid },
    });
    expect(await put('order-paid', { text: 'Paid.' })).toMatchObject({
      body: { subject: null, text: 'Paid.' },
    });
    const { body } = await hookline.api('GET', '/v1/notification-templates');
    expect(body).toMatchObject({ data: [{ name: 'order-paid' }], next_cursor: null });
    expect(await hookline.api('DELETE', '/v1/notification-templates/order-paid')).toMatchObject({
      status: 204,
    });
    expect(await hookline.api('GET', '/v1/notification-templates/order-paid')).toMatchObject({ status: 404 });
  });

  it('is filled for each channel by its own rules', async () => {
    await put('order-paid', paid);
    const data = { order: 42, name: '<Ada & "Co">' };
    expect(await send({ ...owl, template: 'order-paid', data })).toMatchObject({ status: 201 });
    expect(await send({ ...pigeon, template: 'order-paid', data })).toMatchObject({ status: 201 });
    expect(office.letters.map(({ message }) => message)).toMatchObject([
      {
        subject: 'Order 42 is paid',
        text: 'Thank you, <Ada & "Co">.',
        html: '<p>Thank you, &#60;Ada &#38; &#34;Co&#34;&#62;.</p>',
      },
      { text: 'Thank you, &lt;Ada &amp; "Co"&gt;.' },
    ]);
  });

  it('fills itself for each of many', async () => {
    await put('order-paid', paid);
    const recipients = ['Ada', 'Grace'].map((name) => ({
      to: `${name}@example.com`,
      data: { order: 1, name },
    }));
    const { status } = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      template: 'order-paid',
      recipients,
    });
    expect(status).toBe(202);
    await eventually('both have it', () => (office.letters.length === 2 ? true : undefined));
    const wrong = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      template: 'order-paid',
      recipients: [...recipients, { to: 'x@example.com', data: { order: 1 } }],
    });
    expect(fieldsOf(wrong)).toEqual(['recipients.2.data.name']);
  });

  it.each([
    ['data that it needs', { template: 'order-paid', data: { order: 1 } }, 400, ['data.name']],
    ['a template that there is', { template: 'nothing' }, 404, undefined],
  ])('wants %s', async (_what, body, status, fields) => {
    await put('order-paid', paid);
    const answer = await send({ ...owl, ...body });
    expect(answer.status).toBe(status);
    if (fields) expect(fieldsOf(answer)).toEqual(fields);
    expect(office.letters).toEqual([]);
  });

  it.each([
    ['text', { text: 'Hello {{#name}}' }],
    ['text', { text: 'Hello\0' }],
    ['text', { subject: 'Only a subject' }],
    ['colour', { text: 'Hello', colour: 'red' }],
  ])('is refused for its %s: %j', async (field, body) => {
    const answer = await put('wrong', body);
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual([field]);
  });
});

describe('one message to many', () => {
  it('is refused where all of it together would be too much to keep', async () => {
    const content = Buffer.alloc(1_000_000).toString('base64');
    const answer = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      text: 'See the list.',
      attachments: [{ name: 'list.pdf', content_type: 'application/pdf', content }],
      recipients: Array.from({ length: 100 }, (_, index) => ({ to: `c${index}@example.com` })),
    });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(['recipients']);
    expect(office.letters).toEqual([]);
  });
});

describe('what a request must be', () => {
  it.each<[string, object, number, string[] | undefined]>([
    ['anything at all to say', { ...pigeon }, 400, ['text']],
    ['a recipient', { provider: 'pigeon', text: 'x' }, 400, ['to']],
    ['a recipient whom the provider takes', { ...pigeon, to: 'nobody', text: 'x' }, 400, ['to']],
    [
      'fallbacks whom their providers take',
      { ...pigeon, text: 'x', fallbacks: [{ ...owl, to: 'nobody@example.com' }] },
      400,
      ['fallbacks.0.to'],
    ],
    ['of a provider that there is', { ...pigeon, provider: 'raven', text: 'x' }, 404, undefined],
    ['of the provider’s channel', { ...pigeon, channel: 'email', text: 'x' }, 400, ['channel']],
    ['without a subject where no e-mail is sent', { ...pigeon, text: 'x', subject: 'y' }, 400, ['subject']],
    [
      'without blocks where nobody chats',
      { ...owl, text: 'x', blocks: [{ type: 'divider' }] },
      400,
      ['blocks'],
    ],
    [
      'of attachments in base64',
      { ...owl, attachments: [{ name: 'a', content_type: 'b', content: '?' }] },
      400,
      ['attachments.0.content'],
    ],
    [
      'later only if durable',
      { ...owl, text: 'x', mode: 'now', send_at: '2027-01-01T00:00:00Z' },
      400,
      ['mode'],
    ],
    ['within a year', { ...owl, text: 'x', send_at: '2099-01-01T00:00:00Z' }, 400, ['send_at']],
    ['at a time that is one', { ...owl, text: 'x', send_at: 'tomorrow' }, 400, ['send_at']],
    ['of a mode that there is', { ...owl, text: 'x', mode: 'soon' }, 400, ['mode']],
    ['of known fields', { ...owl, text: 'x', colour: 'red' }, 400, ['colour']],
  ])('is %s', async (_what, body, status, fields) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    if (fields) expect(fieldsOf(answer)).toEqual(fields);
    expect(office.letters).toEqual([]);
  });

  it('goes by the only provider of its channel, which an address tells', async () => {
    const answer = await send({ to: 'ada@example.com', text: 'x' });
    // There are two for e-mail here: the owl, and SendGrid.
    expect(answer).toMatchObject({ status: 400 });
    expect(fieldsOf(answer)).toEqual(['provider']);
  });

  it('carries files whole', async () => {
    const content = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => index % 256));
    const attachments = [
      { name: 'list.pdf', content_type: 'application/pdf', content: content.toString('base64') },
    ];
    expect(await send({ ...owl, text: 'See the list.', attachments })).toMatchObject({ status: 201 });
    const [file] = office.letters[0]?.message.attachments ?? [];
    expect(file).toMatchObject({ name: 'list.pdf', contentType: 'application/pdf' });
    expect(content.equals(file?.content ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('the suppression list', () => {
  it('is respected by every e-mail notifier, and by nobody else', async () => {
    await hookline.api('POST', '/v1/suppressions', {
      address: 'Ada@Example.com',
      detail: 'asked us by phone',
    });
    const refused = await send({ ...owl, text: 'x' });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'UNPROCESSABLE' } } });
    expect(refused.body.error.message).toContain('suppression list (manual)');
    expect(
      await send({ ...owl, to: 'grace@example.com', cc: [{ email: 'ADA@example.com' }], text: 'x' }),
    ).toMatchObject({
      status: 422,
    });
    expect(office.letters).toEqual([]);
    expect(await send({ ...pigeon, to: 'ada@example.com', text: 'x' })).toMatchObject({ status: 201 });
    expect(await hookline.api('DELETE', '/v1/suppressions/ada@example.com')).toMatchObject({ status: 204 });
    expect(await send({ ...owl, text: 'x' })).toMatchObject({ status: 201 });
  });

  it.each([
    ['address', { address: 'nobody' }],
    ['detail', { address: 'ada@example.com', detail: 'by\0phone' }],
  ])('refuses a wrong %s', async (field, body) => {
    const answer = await hookline.api('POST', '/v1/suppressions', body);
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it('has nobody under what is no address', async () => {
    expect(await hookline.api('GET', '/v1/suppressions/nobody')).toMatchObject({ status: 404 });
    expect(await hookline.api('DELETE', '/v1/suppressions/a%00b')).toMatchObject({ status: 400 });
  });

  it('leaves whoever is on it out of a batch', async () => {
    await hookline.api('POST', '/v1/suppressions', { address: 'b@example.com' });
    const recipients = ['a', 'b', 'c'].map((name) => ({ to: `${name}@example.com` }));
    await hookline.api('POST', '/v1/notifications/batch', { provider: 'owl', text: 'x', recipients });
    await eventually('two have it', () => (office.letters.length === 2 ? true : undefined));
    expect(office.letters.map(({ message }) => message.to).toSorted()).toEqual([
      'a@example.com',
      'c@example.com',
    ]);
  });
});

describe('now', () => {
  it('goes by the fallback within the request', async () => {
    office.plan('pigeon', 'refused');
    const answer = await send({ ...pigeon, text: 'x', fallbacks: [owl] });
    expect(answer).toMatchObject({
      status: 201,
      body: { provider: 'owl', fallbacks_used: 1, status: 'sent' },
    });
  });

  it('is nobody’s but the caller’s while it goes by its fallback, however many do at once', async () => {
    office.settle('pigeon', 'grounded');
    const requests = Array.from({ length: 60 }, () => send({ ...pigeon, text: 'x', fallbacks: [owl] }));
    const answers = await Promise.all(requests);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.provider}`))).toEqual(
      new Set(['201 owl']),
    );
    // No worker has taken any of them for one that was left behind.
    expect(office.calls).toMatchObject({ send: 120, find: 0 });
  });

  it('finds out at once what became of a lost answer', async () => {
    office.plan('pigeon', 'eaten');
    const answer = await send({ ...pigeon, text: 'x', fallbacks: [owl] });
    expect(answer).toMatchObject({ status: 201, body: { provider: 'pigeon' } });
    expect(office.letters).toHaveLength(1);
  });

  it('says that the outcome is unknown, and sends nothing more meanwhile', async () => {
    office.knowsWhatArrived = false;
    office.plan('pigeon', 'lost');
    const answer = await send({ ...pigeon, text: 'x', fallbacks: [owl] });
    expect(answer).toMatchObject({ status: 504, body: { error: { code: 'OUTCOME_UNKNOWN' } } });
    const { body } = await hookline.api('GET', '/v1/notifications?status=queued');
    expect(body.data[0]).toMatchObject({ outcome_unknown: true, provider: 'pigeon' });
    expect(office.letters).toEqual([]);
  });

  it('may be tried again under the same key after a refusal, and is sent once', async () => {
    const notifications = hookline.app.get(NotificationsService);
    const key = { idempotencyKey: 'welcome-ada' };
    office.plan('pigeon', 'grounded');
    await expect(notifications.send({ ...pigeon, text: 'x' }, key)).rejects.toThrow('No pigeon flies today.');
    const first = await notifications.send({ ...pigeon, text: 'x' }, key);
    const again = await notifications.send({ ...pigeon, text: 'x' }, key);
    expect([first.status, again.status, again.id]).toEqual(['sent', 'sent', first.id]);
    expect(office.letters).toHaveLength(1);
  });
});
