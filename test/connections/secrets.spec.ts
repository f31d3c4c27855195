import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Client, escapeIdentifier } from 'pg';
import { symbols } from 'pino';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { Refreshing } from '../../src/connections/refresh/refreshing.js';
import { AdminsService } from '../../src/platform/admins/admins.service.js';
import { SignInLinks } from '../../src/platform/admins/sign-in-links.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { LOGGER, type Logger } from '../../src/platform/logging/logger.js';
import { givenConnection } from '../support/connections.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { decodeEntities } from '../support/html-entities.js';
import { plant, QuotingProvider, type Misbehaviour } from '../support/quoting-provider.js';

/** FAULTS A6: what is secret is planted, everything is made to fail, and then all that came out is looked through. */

const EMAIL = 'ada@product.test';
const encryptionKey = randomBytes(32);
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const keyFile = JSON.stringify({
  type: 'service_account',
  client_email: 'robot@project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey,
});

/** By name. Tokens, codes and cookies join them on the way. */
const secrets = new Map<string, string>([
  ['client secret', plant()],
  ['admin password', plant()],
  ['mistyped password', plant()],
  ['Slack token', plant()],
  ['channel token', plant()],
  ['API key', `SG.${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`],
  ['Basic password', `${plant()}: /+%&ü`],
  ['custom header', `Key ${plant()}`],
  ['line of the private key', privateKey.split('\n')[5] ?? ''],
  ['encryption key', encryptionKey.toString('base64')],
  ['encryption key in hex', encryptionKey.toString('hex')],
]);

/** All that came out: pages and answers, log lines, errors, rows. */
const shown: { where: string; text: string }[] = [];
let provider: QuotingProvider;
let hookline: TestHookline;

beforeAll(async () => {
  provider = await QuotingProvider.start('the-client');
  hookline = await startTestHookline({
    environment: {
      ENCRYPTION_KEYS: `k1:${encryptionKey.toString('base64')}`,
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: secret('admin password'),
      OAUTH_APPS: 'acme:oidc',
      ACME_ISSUER: provider.url,
      ACME_CLIENT_ID: provider.clientId,
      ACME_CLIENT_SECRET: secret('client secret'),
      EXTERNAL_API_BASE_URL: `${provider.url}/external`,
      GOOGLE_OAUTH_BASE_URL: `${provider.url}/google`,
      GOOGLE_API_BASE_URL: `${provider.url}/google`,
      SENDGRID_API_BASE_URL: `${provider.url}/sendgrid`,
      SLACK_API_BASE_URL: `${provider.url}/slack`,
    },
  });
  const logger = hookline.app.get<Logger & { [symbols.streamSym]: { write(line: string): void } }>(LOGGER, {
    strict: false,
  });
  logger.level = 'trace';
  vi.spyOn(logger[symbols.streamSym], 'write').mockImplementation((text) => {
    shown.push({ where: 'the log', text });
  });
});
afterAll(async () => {
  await hookline?.close();
  await provider?.close();
});

function secret(name: string): string {
  const found = secrets.get(name);
  if (!found) throw new Error(`${name} is not planted.`);
  return found;
}

interface Answer {
  status: number;
  text: string;
  location: string;
  /** `name=value` of the cookie that the answer sets. */
  cookie: string;
}

/** @param where what the answer is called among all that came out */
async function send(where: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, hookline.url), { redirect: 'manual', ...init });
  const { status, headers } = response;
  const text = await response.text();
  shown.push({ where, text: `${JSON.stringify([...headers])}\n${text}` });
  const [cookie = ''] = headers.getSetCookie().map((line) => line.slice(0, line.indexOf(';')));
  return { status, text, cookie, location: headers.get('location') ?? '' };
}

function submit(where: string, path: string, fields: Record<string, string>, cookie = ''): Promise<Answer> {
  const headers = { Origin: hookline.url, Cookie: cookie };
  return send(where, path, { method: 'POST', body: new URLSearchParams(fields), headers });
}

const valueOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

/** Runs `work` while the provider refuses everything in its own way. */
async function whileIt<T>(misbehaves: (quote: string) => Misbehaviour, work: () => Promise<T>): Promise<T> {
  provider.misbehaves = misbehaves;
  try {
    return await work();
  } finally {
    provider.misbehaves = undefined;
  }
}

const refusing =
  (status: number, error: string) =>
  (quote: string): Misbehaviour => ({
    status,
    headers: { 'x-sent': Buffer.from(quote).toString('base64url') },
    body: JSON.stringify({ ok: false, error, error_description: quote, message: quote, detail: { quote } }),
  });
const challenging = (quote: string): Misbehaviour => ({
  status: 401,
  headers: {
    'content-type': 'text/plain',
    'www-authenticate': `Bearer error="invalid_token", error_description="${encodeURI(quote)}"`,
  },
  body: quote,
});
const inPlainText = (quote: string): Misbehaviour => ({
  status: 400,
  headers: { 'content-type': 'text/html' },
  body: `<p>${quote}</p>`,
});
const namingItself = (quote: string): Misbehaviour => ({
  status: 400,
  body: JSON.stringify({ error: quote }),
});

/** All rows of all tables; bytes also as the text that they may be. */
async function dumpDatabase(): Promise<number> {
  const client = new Client({ connectionString: hookline.databaseUrl });
  await client.connect();
  const { rows: tables } = await client.query<{ schema: string; name: string }>(
    `SELECT schemaname AS schema, tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  for (const { schema, name } of tables) {
    const from = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${from} t`);
    for (const { row } of rows) {
      const bytes = row.replaceAll(/\\+x([0-9a-f]+)/g, (_, hex: string) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      );
      shown.push({ where: `the table ${name}`, text: `${row}\n${bytes}` });
    }
  }
  await client.end();
  return tables.length;
}

/** Every way in which a text may be written. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    // Within a longer text, which may begin anywhere: without the characters that its neighbours have a part in.
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const own = encoded.slice(offset && offset + 1).replace(/.?=+$/, '');
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  const inUrl = [
    encodeURIComponent(text),
    encodeURI(text),
    new URLSearchParams({ text }).toString().slice(5),
  ];
  const escaped = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, escaped, hex, hex.toUpperCase(), ...inUrl, ...inBase64])];
}

/** Where a secret was shown, in a word or two, each place once. */
function leaks(): string[] {
  const found = new Set<string>();
  for (const [name, value] of secrets) {
    expect([name, value]).toEqual([name, expect.stringMatching(/.{20}/)]);
    for (const spelling of spellings(value)) {
      for (const { where, text } of shown) if (text.includes(spelling)) found.add(`${name}: ${where}`);
    }
  }
  return [...found].toSorted();
}

/** Somebody signs in, wrong and right. @returns the cookie of their session */
async function signIn(): Promise<string> {
  const path = '/console/sign-in';
  await submit('a refused sign-in', path, { email: EMAIL, password: secret('mistyped password') });
  // In the wrong field, where what was typed stays.
  await submit('the form with what was typed', path, { email: secret('mistyped password'), password: 'x' });
  const { cookie } = await submit('the sign-in', path, { email: EMAIL, password: secret('admin password') });
  secrets.set('session', valueOf(cookie));

  const admin = await hookline.app.get(AdminsService, { strict: false }).getByEmail(EMAIL);
  const link = new URL(await hookline.app.get(SignInLinks, { strict: false }).create(admin, COMMAND_LINE));
  const token = link.searchParams.get('token') ?? '';
  secrets.set('sign-in link', token);
  await send('the page of the sign-in link', link.pathname + link.search);
  const second = await submit('the sign-in by link', '/console/sign-in/link', { token });
  secrets.set('second session', valueOf(second.cookie));
  await submit('a used sign-in link', '/console/sign-in/link', { token });
  return cookie;
}

it('Nothing that is secret comes out anywhere, whatever fails', async () => {
  const session = await signIn();
  const { text: account } = await send('console', '/console/account', { headers: { Cookie: session } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(account)?.[1] ?? '';
  const act = (where: string, path: string, fields: Record<string, string> = {}) =>
    submit(where, path, { csrf, ...fields }, session);
  const apiKey = await hookline.createKey('admin');
  secrets.set('our own API key', apiKey);
  const api = (method: string, path: string, body?: object, where = 'the API') =>
    send(where, path, {
      method,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...(method === 'POST' && { 'Idempotency-Key': plant() }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  // --- By consent ---
  let attempts = 0;
  const connect = async (query: Record<string, string> = {}) => {
    attempts += 1;
    const leaving = await act('the way to the provider', '/console/connections/new/sign-in', {
      provider: 'acme',
    });
    const address = /href="(http[^"]*\/authorize[^"]*)"/.exec(leaving.text)?.[1];
    const url = new URL(decodeEntities(address ?? ''));
    provider.nonce = url.searchParams.get('nonce') ?? '';
    const state = url.searchParams.get('state') ?? '';
    const code = plant();
    secrets.set(`state ${attempts}`, state).set(`code ${attempts}`, code);
    secrets.set(`browser ${attempts}`, valueOf(leaving.cookie));
    const parameters = new URLSearchParams({ state, ...(query['error'] ? {} : { code }), ...query });
    return send('the callback', `/connect/callback?${parameters.toString()}`, {
      headers: { cookie: leaving.cookie },
    });
  };
  for (const misbehaviour of [
    refusing(500, 'server_error'),
    refusing(400, 'invalid_grant'),
    challenging,
    inPlainText,
    namingItself,
  ]) {
    const { status } = await whileIt(misbehaviour, () => connect());
    expect(status).toBeGreaterThanOrEqual(400);
  }
  const leaked = plant();
  secrets.set('token in an answer that is no good', leaked);
  for (const body of [
    `{"access_token":"${leaked}","token_type":"mac"}`,
    `{"access_token":"${leaked}"`,
    `{"access_token":"${leaked}","token_type":"bearer","id_token":"e30.${leaked}.${leaked}"}`,
  ]) {
    expect(
      (
        await whileIt(
          () => ({ status: 200, body }),
          () => connect(),
        )
      ).status,
    ).toBe(502);
  }
  const quoted = plant();
  secrets.set('token in the query', quoted);
  await connect({ error: 'access_denied', error_description: `token ${quoted}` });
  const { status, location } = await connect();
  expect([status, location]).toEqual([
    303,
    expect.stringMatching(/^\/console\/connections\/.*done=connected/),
  ]);
  const id = /connections\/([\w-]+)/.exec(location)?.[1] ?? '';

  // --- Refresh, and what the product's code gets to see ---
  const refreshing = hookline.app.get(Refreshing, { strict: false });
  expect((await api('POST', `/v1/connections/${id}/refresh`)).status).toBe(200);
  for (const misbehaviour of [
    refusing(400, 'temporarily_unavailable'),
    inPlainText,
    namingItself,
    challenging,
  ]) {
    await whileIt(misbehaviour, async () => {
      const error: unknown = await refreshing.refresh(id).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(Error);
      shown.push({ where: 'an error', text: inspect(error, { depth: 20, showHidden: true }) });
      await send('console', `/console/connections/${id}`, { headers: { Cookie: session } });
    });
  }
  await dumpDatabase();
  await whileIt(refusing(400, 'invalid_grant'), () => act('console', `/console/connections/${id}/refresh`));
  const dead: unknown = await hookline.app
    .get(Connections, { strict: false })
    .credential(id)
    .catch((failure: unknown) => failure);
  expect(inspect(dead)).toContain('NeedsReauth');
  shown.push({ where: 'an error', text: inspect(dead, { depth: 20, showHidden: true }) });
  await connect();

  // --- Credentials that are entered ---
  const entered: [string, Record<string, string>][] = [
    ['external-api', { name: 'basic', user: 'ada', password: secret('Basic password') }],
    ['external-api', { name: 'header', header: 'X-Custom', value: secret('custom header') }],
    ['sendgrid', { api_key: secret('API key') }],
    ['google-calendar', { key_file: keyFile }],
  ];
  const inForm = (name: string, values: Record<string, string>) => ({
    provider: name,
    ...Object.fromEntries(Object.entries(values).map(([field, value]) => [`credentials.${field}`, value])),
  });
  for (const [name, credentials] of entered) {
    const enter = () => act('console', '/console/connections/new/credential', inForm(name, credentials));
    expect((await whileIt(refusing(401, 'invalid_client'), enter)).status).toBe(422);
    const refused = await whileIt(challenging, () =>
      api('POST', '/v1/connections', { provider: name, tenant: 'acme', credentials }),
    );
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect((await enter()).status).toBe(303);
    await api('POST', '/v1/connections', { provider: name, tenant: 'acme', credentials });
  }
  const misplaced = { provider: 'sendgrid', credentials: { [secret('API key')]: 'x' } };
  await api('POST', '/v1/connections', misplaced, 'the refusal of an unknown field');

  // --- A call for an account ---
  const slack = await givenConnection(hookline, {
    provider: 'slack',
    accessToken: secret('Slack token'),
    scopes: ['chat:write'],
  });
  const message = { provider: 'slack', connection_id: slack, to: '#orders', text: 'Paid.' };
  for (const misbehaviour of [
    () => 'drop' as const,
    refusing(500, 'server_error'),
    refusing(200, 'invalid_blocks'),
    refusing(200, 'token_revoked'),
  ]) {
    expect((await whileIt(misbehaviour, () => api('POST', '/v1/notifications', message))).status).not.toBe(
      201,
    );
  }

  // --- Webhooks ---
  for (const path of ['/webhooks/stripe', '/webhooks/google-calendar', `/webhooks/slack/${slack}`]) {
    await send('a webhook', path, {
      method: 'POST',
      body: '{}',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${secret('custom header')}`,
        cookie: `hookline_session=${secret('session')}`,
        'x-goog-channel-token': secret('channel token'),
      },
    });
  }

  // --- The end of it ---
  await whileIt(refusing(400, 'unsupported_token_type'), () => api('DELETE', `/v1/connections/${id}`));
  for (const path of [
    '/console',
    '/console/connections',
    '/console/connections/new?provider=acme',
    '/console/providers',
    '/console/requests',
    '/console/requests/circuits',
    '/console/webhook-events',
    '/console/webhook-events/rejections',
    '/console/api-keys',
    '/console/audit-log',
    '/console/admins',
    '/console/account',
  ]) {
    await send('console', path, { headers: { Cookie: session } });
  }
  const listed = JSON.parse((await api('GET', '/v1/connections?limit=100')).text) as {
    data: { id: string }[];
  };
  expect(listed.data.length).toBeGreaterThan(8);
  for (const connection of listed.data) {
    await send('console', `/console/connections/${connection.id}`, { headers: { Cookie: session } });
    await api('GET', `/v1/connections/${connection.id}`);
  }
  for (const path of ['requests', 'unknown-outcomes', 'circuits', 'webhook-events', 'webhook-rejections']) {
    await api('GET', `/v1/${path}?limit=100`);
  }
  await send('metrics', '/metrics');
  expect(await dumpDatabase()).toBeGreaterThan(30);

  for (const [name, value] of [...provider.issued, ...provider.received]) secrets.set(name, value);
  const names = [...secrets.keys()].map((name) => name.replace(/ \d+$/, ''));
  expect(names).toEqual(
    expect.arrayContaining([
      'access token',
      'refresh token',
      'id token',
      'minted token',
      'code_verifier',
      'assertion',
    ]),
  );
  for (const where of [
    'the log',
    'the table outbound_requests',
    'the table unknown_outcomes',
    'the table job_common',
    'the table audit_entries',
    'the table connections',
    'the table idempotency_records',
  ]) {
    expect(shown.map((each) => each.where)).toContain(where);
  }
  // What is meant to be: where somebody is sent with it, and cookies, which go to their browser.
  const meant = new Set([
    ...Array.from({ length: attempts }, (_, index) => [
      `browser ${index + 1}: the way to the provider`,
      `state ${index + 1}: the way to the provider`,
    ]).flat(),
    'API key: the refusal of an unknown field',
    'mistyped password: the form with what was typed',
    'second session: the sign-in by link',
    'session: the sign-in',
    'sign-in link: the page of the sign-in link',
  ]);
  expect(leaks()).toEqual([...meant].toSorted());
}, 180_000);
