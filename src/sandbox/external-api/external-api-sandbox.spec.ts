import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../../../test/support/described-api.js';
import { eventually } from '../../../test/support/eventually.js';
import { AuthenticationError, ResponseFormatError, ValidationError } from '../../contracts/errors.js';
import { ExternalApi } from '../../providers/external-api/external-api.client.js';
import { externalApiConfig } from '../../providers/external-api/external-api.config.js';
import { ExternalApiWebhooks } from '../../providers/external-api/external-api.webhooks.js';
import { arrived, closeAll, closing, killedNow, newStateFile, startReceiver } from '../spec-support.js';
import {
  startExternalApiSandbox,
  type ExternalApiSandbox,
  type ExternalApiSandboxOptions,
} from './external-api-sandbox.js';

const SECRET = 'callback-secret-of-the-tests';

let stateFile: string;

beforeEach(() => {
  stateFile = newStateFile();
});
afterEach(() => closeAll());

async function start(options: Partial<ExternalApiSandboxOptions> = {}): Promise<ExternalApiSandbox> {
  return closing(await startExternalApiSandbox({ port: 0, stateFile, asyncSeconds: 0.05, ...options }));
}

/** Hookline's own client of the sandbox. */
async function clientOf({ environment }: ExternalApiSandbox, settings = {}) {
  const { EXTERNAL_API_BASE_URL: url = '', ...variables } = environment;
  return closing(await openApi(ExternalApi, url, { variables, settings }));
}

async function ask(
  { environment }: ExternalApiSandbox,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await fetch(environment['EXTERNAL_API_BASE_URL'] + path, {
    method,
    headers: { 'X-API-Key': environment['EXTERNAL_API_KEY'] ?? '', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body: answer };
}

const data = (input: unknown, format = 'json') => ({ data: { input, format } });

describe('processing', () => {
  it.each([
    [
      'json',
      '{"b":[1,null],"a":{"z":true,"c":"x"}}',
      { values: 4, normalized: { a: { c: 'x', z: true }, b: [1, null] } },
    ],
    ['json', { b: 1 }, { values: 1, normalized: { b: 1 } }],
    ['text', 'Grüße', 'GRÜSSE'],
    [
      'csv',
      'name,says\r\nAda,"1, ""2"""\nBob,\n',
      [
        { name: 'Ada', says: '1, "2"' },
        { name: 'Bob', says: '' },
      ],
    ],
    [
      'csv',
      'a,b\n1\n,',
      [
        { a: '1', b: '' },
        { a: '', b: '' },
      ],
    ],
    ['csv', '', []],
  ])('of %s %j gives %j', async (format, input, processed_data) => {
    const { client } = await clientOf(await start());
    const answer = await client.data.process({ body: data(input, format) });
    expect(answer).toEqual({
      success: true,
      result: {
        processed_data,
        metadata: { processing_time: expect.any(Number), version: 'v2.1' },
      },
      request_id: expect.stringMatching(/^req_\w{16}$/),
    });
    const { result, request_id } = answer;
    await expect(client.status.get({ id: request_id })).resolves.toEqual({
      request_id,
      status: 'completed',
      result,
      created_at: expect.any(String),
      completed_at: expect.any(String),
    });
  });

  it.each<[unknown, string]>([
    ['not JSON', 'the body is not JSON'],
    ['"text"', 'the body has to be an object'],
    [{}, 'data is missing'],
    [{ data: { format: 'json' } }, 'data.input is missing'],
    [data(1, 'xml'), 'data.format has to be one of json, csv, text'],
    [data('{', 'json'), 'data.input is not JSON'],
    [data(['a'], 'text'), 'data.input has to be text for the format text'],
    [data('x,a"b', 'csv'), 'data.input is not CSV: see the field at character 3'],
  ])('refuses %j', async (body, error) => {
    const refused = await ask(await start(), 'POST', '/process', { body });
    expect(refused).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses as Hookline understands it', async () => {
    const { client } = await clientOf(await start());
    const refused = client.data.process({ body: data('{') });
    await expect(refused).rejects.toThrow(ValidationError);
    await expect(refused).rejects.toThrow('data.input is not JSON');
    await expect(client.health.probe()).resolves.toBeUndefined();
  });

  it('knows its requests after a kill -9', async () => {
    const first = await clientOf(await start());
    const { request_id: id } = await first.client.data.process({ body: data('a', 'text') });
    const { client } = await clientOf(await start({ stateFile: killedNow(stateFile) }));
    await expect(client.status.get({ id })).resolves.toMatchObject({ result: { processed_data: 'A' } });
  });
});

describe('who may call', () => {
  it('is who has the key, a token, or the client’s secret, and each that is given is good', async () => {
    const sandbox = await start();
    const { EXTERNAL_OAUTH_CLIENT_ID: id, EXTERNAL_OAUTH_CLIENT_SECRET: secret } = sandbox.environment;
    const statusWith = async (headers: Record<string, string>) => {
      const response = await fetch(`${sandbox.url}/v2`, { headers });
      return response.status;
    };
    const key = { 'X-API-Key': sandbox.environment['EXTERNAL_API_KEY'] ?? '' };
    const basic = (password?: string) => ({
      Authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`,
    });
    expect(await statusWith({})).toBe(401);
    expect(await statusWith(key)).toBe(200);
    expect(await statusWith({ 'X-API-Key': 'wrong' })).toBe(401);
    expect(await statusWith({ ...key, Authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusWith(basic(secret))).toBe(200);
    expect(await statusWith(basic('wrong'))).toBe(401);
  });

  it('gives tokens to its client alone', async () => {
    const sandbox = await start();
    const { EXTERNAL_OAUTH_CLIENT_ID = '', EXTERNAL_OAUTH_CLIENT_SECRET = '' } = sandbox.environment;
    const form = (fields: Record<string, string>) =>
      ask(sandbox, 'POST', '/oauth/token', { body: new URLSearchParams(fields).toString() });
    const client = { client_id: EXTERNAL_OAUTH_CLIENT_ID, client_secret: EXTERNAL_OAUTH_CLIENT_SECRET };
    expect(await form({ grant_type: 'client_credentials', ...client })).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3600 },
    });
    expect(await form({ grant_type: 'password', ...client })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    expect(await form({ grant_type: 'client_credentials', ...client, client_secret: 'x' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('may call so many times a minute', async () => {
    const sandbox = await start({ requestsPerMinute: 2 });
    await ask(sandbox, 'GET', '/status/a');
    await ask(sandbox, 'GET', '/status/a');
    const refused = await ask(sandbox, 'GET', '/status/a');
    expect(refused).toMatchObject({ status: 429, body: { error: 'rate_limit_exceeded' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  });
});

describe('an asynchronous request', () => {
  const later = (sandbox: ExternalApiSandbox, body: object) =>
    ask(sandbox, 'POST', '/process', { body: { ...body, options: { async: true } } });

  it('is answered at once, and a signed callback tells what became of it', async () => {
    const { url, received } = await startReceiver(503);
    const sandbox = await start({ callback: { url, secret: SECRET } });
    const { status, body } = await later(sandbox, data('a', 'text'));
    expect({ status, body }).toEqual({
      status: 202,
      body: { success: true, request_id: expect.any(String), status: 'processing' },
    });
    const path = `/status/${String(body['request_id'])}`;
    expect((await ask(sandbox, 'GET', path)).body).toMatchObject({
      status: 'processing',
      completed_at: null,
    });
    await arrived(received, 2); // the first is refused
    const source = new ExternalApiWebhooks(externalApiConfig.read(sandbox.environment));
    const events = received.flatMap(({ headers, body: sent }) => {
      const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
      const request = {
        method: 'POST',
        url,
        headers: Object.fromEntries(given) as Record<string, string>,
        rawBody: Buffer.from(sent),
        receivedAt: new Date(),
      };
      return source.verify(request, [SECRET]);
    });
    expect(events.map(({ type, externalId }) => [type, externalId])).toEqual([
      ['request.completed', `${String(body['request_id'])}:completed`],
      ['request.completed', `${String(body['request_id'])}:completed`],
    ]);
    const told = (await ask(sandbox, 'GET', path)).body;
    expect(told).toMatchObject({ status: 'completed', result: { processed_data: 'A' } });
    expect(received[1]?.event).toEqual(told);
  });

  it('fails when its data is not of its format', async () => {
    const sandbox = await start();
    const { body } = await later(sandbox, data('{'));
    const failed = await eventually('its end', async () => {
      const asked = await ask(sandbox, 'GET', `/status/${String(body['request_id'])}`);
      return asked.body['status'] === 'processing' ? undefined : asked.body;
    });
    expect(failed).toMatchObject({ status: 'failed', result: null, completed_at: expect.any(String) });
  });
});

describe('faults', () => {
  it('happen when they are told to', async () => {
    const sandbox = await start();
    const opened = await clientOf(sandbox);
    const { client, drifts } = opened;
    const process = () => client.data.process({ body: data('a', 'text') });
    await process();
    sandbox.failNext({ mode: 'token-expired' });
    await expect(process()).resolves.toMatchObject({ success: true });
    sandbox.failNext({ mode: 503 });
    await expect(process()).resolves.toMatchObject({ success: true });
    sandbox.failNext({ mode: 'reset-before' });
    await expect(process()).resolves.toMatchObject({ success: true });
    sandbox.failNext({ mode: 'unknown-field' });
    await expect(process()).resolves.not.toHaveProperty('queue');
    expect(drifts).toMatchObject([{ path: 'queue' }]);
    sandbox.failNext({ mode: 'wrong-answer' });
    await expect(process()).rejects.toThrow(ResponseFormatError);
    sandbox.failNext({ mode: 429, retryAfterSeconds: 7 });
    const refused = await ask(sandbox, 'GET', '/status/a');
    expect(refused).toMatchObject({ status: 429, body: { error: 'rate_limit_exceeded' } });
    expect(refused.headers.get('retry-after')).toBe('7');
    sandbox.failNext({ mode: 401, times: 2 });
    await expect(process()).rejects.toThrow(AuthenticationError);
  });
});

it('has a page that shows what was processed', async () => {
  const sandbox = await start();
  const { client } = await clientOf(sandbox);
  const page = async () => (await fetch(sandbox.url)).text();
  expect(await page()).toContain('No requests yet');
  const { request_id } = await client.data.process({ body: data('<b>', 'text') });
  expect(await page()).toContain(request_id);
  expect(await page()).toContain('&lt;B&gt;');
});
