import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { sendgridConfig } from '../../providers/sendgrid/sendgrid.config.js';
import { SendGridWebhooks } from '../../providers/sendgrid/sendgrid.webhooks.js';
import { closeAll, killedNow, newStateFile } from '../spec-support.js';
import {
  startSendGridSandbox,
  type SendGridSandbox,
  type SendGridSandboxOptions,
} from './sendgrid-sandbox.js';

let stateFile: string;
let hookline: FaultServer;
/** How Hookline answers the next batches of events; then it takes them. */
let refusals: Fault[];
const started: SendGridSandbox[] = [];

beforeEach(async () => {
  stateFile = newStateFile();
  refusals = [];
  hookline = await startFaultServer({ answer: () => refusals.shift() ?? faults.status(200) });
});
afterEach(async () => {
  for (const sandbox of started.splice(0)) await sandbox.close();
  await hookline.close();
  await closeAll();
});

async function start(options: Partial<SendGridSandboxOptions> = {}): Promise<SendGridSandbox> {
  const sandbox = await startSendGridSandbox({
    port: 0,
    stateFile,
    webhookUrl: `${hookline.url}/webhooks/sendgrid`,
    ...options,
  });
  started.push(sandbox);
  return sandbox;
}

async function call({ url, environment }: SendGridSandbox, method: string, path: string, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${environment['SENDGRID_API_KEY']}`,
      'Content-Type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as unknown,
  };
}

const mail = (change: object = {}, ...to: string[]) => ({
  personalizations: [{ to: (to.length > 0 ? to : ['ada@acme.example']).map((email) => ({ email })) }],
  from: { email: 'shop@acme.example' },
  subject: 'Hello',
  content: [{ type: 'text/plain', value: 'Hello' }],
  ...change,
});

const send = (sandbox: SendGridSandbox, body: object = mail()) =>
  call(sandbox, 'POST', '/v3/mail/send', body);

type Told = { event: string; email: string; [field: string]: unknown };

/** The events that Hookline has taken or refused so far, each verified as Hookline does it. */
function told({ environment }: SendGridSandbox): Told[] {
  const source = new SendGridWebhooks(sendgridConfig.read(environment));
  return hookline.requests.flatMap(({ method, path, headers, body }) => {
    const request = { method, url: path, headers, rawBody: body, receivedAt: new Date() };
    return source
      .verify(request, source.secrets)
      .map(({ rawBody }) => JSON.parse(Buffer.from(rawBody).toString()) as Told);
  });
}

const toldAll = (sandbox: SendGridSandbox, count: number) =>
  eventually(`${count} events`, () => {
    const events = told(sandbox);
    return events.length >= count ? events : undefined;
  });

describe('sending', () => {
  it('takes a message, and tells that it was processed and delivered', async () => {
    const sandbox = await start();
    const { status, headers, body } = await send(
      sandbox,
      mail({
        personalizations: [{ to: [{ email: 'ada@acme.example' }], custom_args: { order: '42' } }],
        categories: ['orders'],
      }),
    );
    const messageId = headers.get('x-message-id');
    expect({ status, body }).toEqual({ status: 202, body: undefined });
    expect(sandbox.messages()).toMatchObject([{ messageId, subject: 'Hello', text: 'Hello' }]);
    expect(await toldAll(sandbox, 2)).toMatchObject([
      { event: 'processed', email: 'ada@acme.example', order: '42', category: ['orders'] },
      { event: 'delivered', sg_message_id: expect.stringMatching(new RegExp(`^${messageId}\\.`)) },
    ]);
    expect(hookline.requests[0]?.body.toString()).toMatch(/\]\r\n$/);
  });

  it.each([
    ['bounce@acme.example', ['processed', 'bounce'], ['dropped']],
    ['somebody@bounce.example', ['processed', 'bounce'], ['dropped']],
    ['blocked@acme.example', ['processed', 'bounce'], ['processed', 'bounce']],
    ['deferred@acme.example', ['processed', 'deferred', 'delivered'], ['processed', 'deferred', 'delivered']],
    ['complaint@acme.example', ['processed', 'delivered', 'spamreport'], ['dropped']],
  ])('to %s ends as it says: %j, and then %j', async (address, first, second) => {
    const sandbox = await start();
    await send(sandbox, mail({}, address));
    expect((await toldAll(sandbox, first.length)).map(({ event }) => event)).toEqual(first);
    await send(sandbox, mail({}, address));
    const both = await toldAll(sandbox, first.length + second.length);
    expect(both.slice(first.length).map(({ event }) => event)).toEqual(second);
  });

  it('makes a message of each personalization, filled in with its own data', async () => {
    const sandbox = await start();
    await send(
      sandbox,
      mail({
        personalizations: ['Ada', 'Eve'].map((name) => ({
          to: [{ email: `${name.toLowerCase()}@acme.example` }],
          dynamic_template_data: { name: `<${name}>` },
        })),
        template_id: 'd-welcome',
        content: [
          { type: 'text/plain', value: 'Hi {{name}}' },
          { type: 'text/html', value: '<p>{{name}}</p>' },
        ],
      }),
    );
    expect(sandbox.messages().map(({ text, html }) => [text, html])).toEqual([
      ['Hi <Eve>', '<p>&lt;Eve&gt;</p>'],
      ['Hi <Ada>', '<p>&lt;Ada&gt;</p>'],
    ]);
  });

  it('keeps a message until its time', async () => {
    const sandbox = await start();
    const sendAt = Math.floor(Date.now() / 1000) + 2;
    await send(sandbox, mail({ send_at: sendAt }));
    expect(await toldAll(sandbox, 1)).toMatchObject([{ event: 'processed', send_at: sendAt }]);
    const events = await toldAll(sandbox, 2);
    expect(events[1]).toMatchObject({ event: 'delivered', timestamp: sendAt });
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(sendAt);
  });

  it('checks a message in sandbox mode, and sends nothing', async () => {
    const sandbox = await start();
    const settings = { mail_settings: { sandbox_mode: { enable: true } } };
    expect(await send(sandbox, mail(settings))).toMatchObject({ status: 200, body: undefined });
    expect(await send(sandbox, mail({ ...settings, subject: '' }))).toMatchObject({ status: 400 });
    expect(sandbox.messages()).toEqual([]);
  });

  it.each([
    [{ personalizations: [] }, 'personalizations'],
    [{ personalizations: [{ to: [{ email: 'ada' }] }] }, 'personalizations.0.to.0.email'],
    [{ personalizations: [{ to: [{ email: 'a@b.co' }], cc: [{ email: 'A@b.co' }] }] }, 'personalizations.0'],
    [
      { personalizations: Array.from({ length: 1001 }, () => ({ to: [{ email: 'a@b.co' }] })) },
      'personalizations',
    ],
    [{ from: { email: 'shop' } }, 'from.email'],
    [{ subject: undefined }, 'subject'],
    [{ content: [] }, 'content'],
    [{ content: [{ type: 'text/plain', value: '' }] }, 'content.0.value'],
    [{ attachments: [{ content: '***', filename: 'a' }] }, 'attachments.0.content'],
    [{ template_id: 'welcome' }, 'template_id'],
    [{ categories: ['a', 'a'] }, 'categories'],
    [{ send_at: Math.floor(Date.now() / 1000) + 73 * 3600 }, 'send_at'],
  ])('refuses %j', async (change, field) => {
    const sandbox = await start();
    const { status, body } = await send(sandbox, mail(change));
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: expect.arrayContaining([{ message: expect.any(String), field }]) },
    });
    expect(sandbox.messages()).toEqual([]);
  });

  it('refuses a sender that nobody has verified, a wrong key, none, and 31 MB', async () => {
    const sandbox = await start();
    const unverified = await send(sandbox, mail({ from: { email: 'a@unverified.example' } }));
    expect(unverified).toMatchObject({ status: 403, body: { errors: [{ field: 'from' }] } });
    const environment = { SENDGRID_API_KEY: 'SG.another' };
    expect(await send({ ...sandbox, environment })).toMatchObject({ status: 401 });
    expect((await fetch(`${sandbox.url}/v3/scopes`)).status).toBe(401);
    const content = [{ type: 'text/plain', value: 'x'.repeat(31 * 1024 * 1024) }];
    expect(await send(sandbox, mail({ content }))).toMatchObject({
      status: 413,
      body: { errors: [{ message: 'content too large' }] },
    });
  });
});

describe('the rest of the API', () => {
  it('says what the key may do and whose it is, and what it does not know', async () => {
    const sandbox = await start();
    expect(await call(sandbox, 'GET', '/v3/scopes')).toMatchObject({
      body: { scopes: expect.arrayContaining(['mail.send']) },
    });
    expect(await call(sandbox, 'GET', '/v3/user/username')).toMatchObject({
      body: { username: 'sandbox', user_id: expect.any(Number) },
    });
    expect(await call(sandbox, 'GET', '/v3/nothing')).toMatchObject({ status: 404 });
  });

  it('finds messages in the activity', async () => {
    const sandbox = await start();
    await send(sandbox, mail({}, 'bounce@acme.example'));
    await send(sandbox);
    const query = (text: string) =>
      call(sandbox, 'GET', `/v3/messages?limit=5&query=${encodeURIComponent(text)}`);
    expect(await query('to_email="bounce@acme.example"')).toMatchObject({
      body: { messages: [{ status: 'not_delivered', subject: 'Hello', from_email: 'shop@acme.example' }] },
    });
    expect(await query(`(unique_args['order']="42")`)).toMatchObject({ body: { messages: [] } });
    expect(await query('nonsense')).toMatchObject({ status: 400 });
  });

  it('goes wrong when it is told to', async () => {
    const sandbox = await start();
    sandbox.failNext({ path: /send/, mode: 429 });
    const { status, headers } = await send(sandbox);
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([429, '0']);
    sandbox.failNext({ mode: 'reset-before' });
    await expect(send(sandbox)).rejects.toThrow('fetch failed');
    expect(sandbox.messages()).toHaveLength(0);
    sandbox.failNext({ mode: 'reset-after' });
    await expect(send(sandbox)).rejects.toThrow('fetch failed');
    expect(sandbox.messages()).toHaveLength(1);
    sandbox.failNext({ mode: 'delay', delayMs: 50 });
    const before = performance.now();
    await send(sandbox);
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });
});

describe('events', () => {
  it('come again until they are taken', async () => {
    refusals = [faults.status(500), faults.resetBefore()];
    const sandbox = await start();
    await send(sandbox);
    const events = await toldAll(sandbox, 6);
    expect(new Set(events.map(({ sg_event_id: id }) => id)).size).toBe(2);
  });

  it('that were not taken before a kill -9 come after it, signed with the same key', async () => {
    refusals = Array.from({ length: 50 }, () => faults.status(503));
    const first = await start();
    await send(first);
    await toldAll(first, 2);
    const left = killedNow(stateFile);
    await started.pop()?.close();
    refusals = [];
    const before = hookline.requests.length;
    const second = await start({ stateFile: left });
    expect(second.environment).toMatchObject({
      SENDGRID_WEBHOOK_PUBLIC_KEYS: first.environment['SENDGRID_WEBHOOK_PUBLIC_KEYS'],
    });
    await eventually('the events again', () => hookline.requests[before]);
    expect(
      told(second)
        .slice(-2)
        .map(({ event }) => event),
    ).toEqual(['processed', 'delivered']);
    expect(second.messages()).toHaveLength(1);
  });
});

describe('the inbox', () => {
  it('lists messages, newest first, and shows one safely', async () => {
    const sandbox = await start();
    await send(sandbox, mail({ subject: 'First' }));
    await send(
      sandbox,
      mail({
        subject: '<script>alert(1)</script>',
        content: [{ type: 'text/html', value: '<img src="cid:logo"><script>alert(2)</script>' }],
        attachments: [
          {
            content: 'cG5n',
            filename: 'logo.png',
            type: 'image/png',
            disposition: 'inline',
            content_id: 'logo',
          },
        ],
      }),
    );
    const inbox = await (await fetch(sandbox.url)).text();
    expect(inbox.indexOf('&lt;script&gt;alert(1)')).toBeLessThan(inbox.indexOf('First'));
    expect(inbox).not.toContain('<script>');
    const [newest] = sandbox.messages();
    const address = `${sandbox.url}/mails/${encodeURIComponent(newest?.id ?? '')}`;
    const page = await fetch(address);
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
    expect(await page.text()).toMatch(/<iframe[^>]+sandbox=""/);
    const framed = await fetch(`${address}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none';/);
    expect(await framed.text()).toContain('<img src="data:image/png;base64,cG5n">');
    expect((await fetch(`${sandbox.url}/mails/nothing`)).status).toBe(404);
  });

  it('lets its reader open a message, and unsubscribe', async () => {
    const sandbox = await start();
    await send(sandbox);
    const [newest] = sandbox.messages();
    for (const act of ['open', 'unsubscribe']) {
      await fetch(`${sandbox.url}/mails/${encodeURIComponent(newest?.id ?? '')}/${act}`, { method: 'POST' });
    }
    expect((await toldAll(sandbox, 4)).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['open', 'unsubscribe']),
    );
    await send(sandbox);
    expect((await toldAll(sandbox, 5)).at(-1)).toMatchObject({
      event: 'dropped',
      reason: 'Unsubscribed Address',
    });
  });
});
