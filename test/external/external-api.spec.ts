import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { CALLBACK_DELAYS_MS } from '../../src/external/callbacks/callback-job.js';
import { ExternalApiService } from '../../src/external/external-api.service.js';
import { PROCESSING_DELAYS_MS } from '../../src/external/requests/processing-job.js';
import { eventually } from '../support/eventually.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../support/fault-server.js';
import { startTestHookline, type ApiAnswer, type TestHookline } from '../support/hookline.js';

const SECRETS = [
  `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
] as const;

const RESULT = { processed_data: 'DONE', metadata: { processing_time: 1.5, version: 'v2.1' } };
const PROCESSED = { success: true, result: RESULT, request_id: 'req_abc123' };
const DATA = { input: 'data to process', format: 'json' };
/** An answer that can be read, and not be written again. */
const NESTED_TOO_DEEP = JSON.stringify(PROCESSED).replace(
  '"DONE"',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
);

/** The external API, and somebody who gets callbacks. */
let api: FaultServer;
let receiver: FaultServer;
let hookline: TestHookline;
let answer: (request: ReceivedRequest, attempt: number) => Fault;
let heard: (request: ReceivedRequest) => Fault;
/** What came since the test began. */
let asked: () => readonly ReceivedRequest[];
let called: () => readonly ReceivedRequest[];

beforeAll(async () => {
  api = await startFaultServer({ answer: (request, attempt) => answer(request, attempt) });
  receiver = await startFaultServer({ answer: (request) => heard(request) });
  hookline = await startTestHookline({
    environment: {
      EXTERNAL_API_BASE_URL: `${api.url}/v2`,
      EXTERNAL_API_KEY: 'the-secret-key',
      EXTERNAL_API_MAX_RETRIES: '1',
      EXTERNAL_API_RETRY_DELAY: '0.001',
      EXTERNAL_API_RATE_LIMIT: '1000000',
      EXTERNAL_CALLBACK_SECRETS: SECRETS.join(','),
    },
    override: [
      [PROCESSING_DELAYS_MS, [10, 10]],
      [CALLBACK_DELAYS_MS, [10, 10]],
    ],
  });
});
afterAll(async () => {
  await hookline.close();
  await Promise.all([api.close(), receiver.close()]);
});
beforeEach(() => {
  const [before, calledBefore] = [api.requests.length, receiver.requests.length];
  asked = () => api.requests.slice(before);
  called = () => receiver.requests.slice(calledBefore);
  answer = () => faults.ok(PROCESSED);
  heard = () => faults.ok();
});

const process = (body: unknown, headers?: Record<string, string>) =>
  hookline.api('POST', '/api/external/process', body, headers);
const status = (id: string) => hookline.api('GET', `/api/external/status/${encodeURIComponent(id)}`);

async function later(callbackUrl?: string): Promise<string> {
  const accepted = await process({ data: DATA, options: { async: true, callback_url: callbackUrl } });
  expect(accepted.status).toBe(202);
  return accepted.body.request_id;
}

/** The status of a request once `is` holds of it. */
const statusOnce = (id: string, is: (body: ApiAnswer['body']) => boolean): Promise<ApiAnswer['body']> =>
  eventually(`the end of ${id}`, async () => {
    const { body } = await status(id);
    return is(body) ? body : undefined;
  });

describe('processing at once', () => {
  it('answers what the external API answered, in the form of its specification', async () => {
    const answered = await process({ data: DATA, options: { async: false, callback_url: null } });
    expect(answered).toMatchObject({ status: 200, body: PROCESSED });
    expect(asked()).toHaveLength(1);
    const [request] = asked();
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v2/process',
      headers: { 'x-api-key': 'the-secret-key' },
    });
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ data: DATA, options: {} });
  });

  it('gives the first answer again for a repeated Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'once' };
    await process({ data: DATA }, key);
    const again = await process({ data: DATA }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(PROCESSED);
    expect(asked()).toHaveLength(1);
  });

  it('is there for the product as an injected service', async () => {
    const external = hookline.app.get(ExternalApiService, { strict: false });
    await expect(external.process({ input: { a: [1] }, format: 'json' })).resolves.toEqual({
      success: true,
      result: RESULT,
      requestId: 'req_abc123',
    });
  });

  it('says what an answer lacks, and keeps it in the request log, redacted', async () => {
    answer = () =>
      faults.ok({
        success: true,
        result: { metadata: { api_key: 'sk_live_hunter2hunter2', echo: 'the-secret-key' } },
      });
    const refused = await process({ data: DATA });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: 'PROVIDER_RESPONSE_INVALID' } } });
    expect(refused.body.error.message).toContain('request_id');
    const logged = await eventually('the row in the request log', async () => {
      const { body } = await hookline.api('GET', '/v1/requests?provider=external-api&failed=true');
      return body.data.find((row: { answer: string | null }) => row.answer !== null);
    });
    expect(logged).toMatchObject({ error_code: 'PROVIDER_RESPONSE_INVALID', failed: true });
    expect(logged.answer).toContain('metadata');
    expect(JSON.stringify(logged)).not.toMatch(/hunter2|the-secret-key/);
  });

  it('refuses an answer that is nested too deep to be passed on', async () => {
    answer = () => faults.ok(NESTED_TOO_DEEP);
    const refused = await process({ data: DATA });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: 'PROVIDER_RESPONSE_INVALID' } } });
    expect(refused.body.error.message).toContain('result.processed_data');
  });
});

describe('processing in the background', () => {
  it('answers 202 at once, works durably, and tells the callback URL, signed', async () => {
    const id = await later(`${receiver.url}/hook?for=me`);
    expect(id).toMatch(/^req_[0-9a-f]{32}$/);
    const done = await statusOnce(id, ({ callback }) => callback.status === 'delivered');
    expect(done).toMatchObject({
      request_id: id,
      status: 'completed',
      result: RESULT,
      callback: { status: 'delivered', attempts: 1 },
    });
    expect(Date.parse(done.completed_at)).toBeGreaterThanOrEqual(Date.parse(done.created_at));
    const [told] = called();
    expect(told).toMatchObject({ method: 'POST', path: '/hook?for=me' });
    const body = told?.body.toString() ?? '';
    expect(JSON.parse(body)).toEqual({
      request_id: id,
      status: 'completed',
      result: RESULT,
      created_at: done.created_at,
      completed_at: done.completed_at,
    });
    // Either secret is good for the receiver, so that it can be rotated.
    for (const secret of SECRETS) {
      expect(new Webhook(secret).verify(body, { ...told?.headers })).toEqual(JSON.parse(body));
    }
  });

  it('tries again what may pass, and gives up what will not', async () => {
    answer = (_request, attempt) => (attempt <= 2 ? faults.status(503) : faults.ok(PROCESSED));
    const patient = await later();
    await statusOnce(patient, ({ status: now }) => now === 'completed');

    answer = () => faults.status(400, {}, { error: 'no such field' });
    const refused = await statusOnce(await later(), ({ status: now }) => now === 'failed');
    expect(refused).toMatchObject({ result: null, error: { code: 'VALIDATION_ERROR' } });
    expect(refused.error.message).toContain('no such field');

    answer = () => faults.ok({ ...PROCESSED, success: false });
    const unsuccessful = await statusOnce(await later(), ({ status: now }) => now === 'failed');
    expect(unsuccessful.error.code).toBe('PROVIDER_ERROR');

    answer = () => faults.status(503);
    const down = await statusOnce(
      await later(`${receiver.url}/`),
      ({ callback }) => callback.status !== 'pending',
    );
    expect(down).toMatchObject({ status: 'failed', error: { code: 'PROVIDER_UNAVAILABLE' } });
    expect(JSON.parse(called().at(-1)?.body.toString() ?? '')).toMatchObject({ status: 'failed' });
  });

  it('asks once, and ends, whatever strange things the API answers', async () => {
    answer = () => faults.ok({ ...PROCESSED, request_id: 'a\0b' });
    await statusOnce(await later(), ({ status: now }) => now === 'completed');
    answer = () => faults.ok(NESTED_TOO_DEEP);
    const failed = await statusOnce(await later(), ({ status: now }) => now === 'failed');
    expect(failed.error.code).toBe('PROVIDER_RESPONSE_INVALID');
    expect(asked()).toHaveLength(2);
  });

  it('calls back where the URL leads, whatever characters it was written in', async () => {
    const done = await statusOnce(
      await later(`${receiver.url}/a\0b ä`),
      ({ callback }) => callback.status !== 'pending',
    );
    expect(done.callback.status).toBe('delivered');
    expect(called()[0]?.path).toBe('/a%00b%20%C3%A4');
  });

  it('sends a callback again under the same id until it is taken; 410 ends it', async () => {
    heard = () => (called().length < 2 ? faults.status(500) : faults.ok());
    const id = await later(`${receiver.url}/again`);
    const done = await statusOnce(id, ({ callback }) => callback.status !== 'pending');
    expect(done.callback).toEqual({ status: 'delivered', attempts: 2 });
    expect(new Set(called().map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    heard = () => faults.status(410);
    const gone = await statusOnce(
      await later(`${receiver.url}/gone`),
      ({ callback }) => callback.status !== 'pending',
    );
    expect(gone.callback).toEqual({ status: 'dead', attempts: 1 });

    heard = () => faults.status(302, { location: `${receiver.url}/elsewhere` });
    const led = await statusOnce(
      await later(`${receiver.url}/led`),
      ({ callback }) => callback.status !== 'pending',
    );
    expect(led.callback).toEqual({ status: 'dead', attempts: 3 });
    expect(called().map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('accepts one request for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'one-job' };
    const body = { data: DATA, options: { async: true } };
    const [one, two] = [await process(body, key), await process(body, key)];
    expect(two.body).toEqual(one.body);
    expect(two.status).toBe(202);
  });
});

it('A product’s own idempotency key makes one request, also without HTTP; another use of it is refused', async () => {
  const external = hookline.app.get(ExternalApiService, { strict: false });
  const key = { idempotencyKey: 'order-17' };
  const [one, two] = await Promise.all([external.processLater(DATA, key), external.processLater(DATA, key)]);
  expect(two.requestId).toBe(one.requestId);
  await expect(external.processLater({ ...DATA, input: 'other' }, key)).rejects.toThrow('other data');
  await statusOnce(one.requestId, ({ status: now }) => now === 'completed');
  expect(asked()).toHaveLength(1);
});

describe('a status', () => {
  it('of a request that the external API keeps is asked there, and kept once it is final', async () => {
    const times = { created_at: '2024-01-15T10:30:00Z', completed_at: null };
    answer = () => faults.ok({ request_id: 'req_far', status: 'processing', ...times });
    await expect(status('req_far')).resolves.toMatchObject({
      status: 200,
      body: { request_id: 'req_far', status: 'processing', result: null, ...times },
    });
    const completed = { request_id: 'req_far', status: 'completed', result: RESULT, ...times };
    answer = () => faults.ok(completed);
    await expect(status('req_far')).resolves.toMatchObject({ body: completed });
    await status('req_far');
    const paths = asked().map(({ path }) => path);
    expect(paths.filter((path) => path.includes('status'))).toHaveLength(2);
  });

  it('of a request that nobody knows is a 404', async () => {
    answer = () => faults.status(404, {}, { error: 'unknown request' });
    const unknown = await status('req_nobody');
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    const ofOurForm = await status(`req_${'0'.repeat(32)}`);
    expect(ofOurForm.status).toBe(404);
  });
});

describe('bad input', () => {
  it.each([
    ['no body at all', {}, 'data'],
    ['data that is no object', { data: 'text' }, 'data'],
    ['no input', { data: { format: 'json' } }, 'data.input'],
    ['null to process', { data: { input: null } }, 'data.input'],
    ['an unknown format', { data: { input: 'x', format: 'docx' } }, 'data.format'],
    ['a format of NULs', { data: { input: 'x', format: '\0' } }, 'data.format'],
    ['an unknown field', { data: DATA, also: 1 }, 'also'],
    ['a wish that is no wish', { data: DATA, options: { async: 'yes' } }, 'options.async'],
    [
      'a callback without TLS',
      { data: DATA, options: { callback_url: 'http://example.com/' } },
      'options.callback_url',
    ],
    [
      'a callback that is no URL',
      { data: DATA, options: { async: true, callback_url: 'example.com' } },
      'options.callback_url',
    ],
    [
      'a callback into a private network',
      { data: DATA, options: { async: true, callback_url: 'https://10.0.0.1/' } },
      'options.callback_url',
    ],
    [
      'a callback to the metadata of a cloud',
      { data: DATA, options: { async: true, callback_url: 'https://169.254.169.254/' } },
      'options.callback_url',
    ],
    [
      'a callback with a password',
      { data: DATA, options: { async: true, callback_url: 'https://a:b@example.com/' } },
      'options.callback_url',
    ],
  ])('%s is refused, and the field named', async (_what, body, field) => {
    const refused = await process(body);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(refused.body.error.details.map((detail: { field: string }) => detail.field)).toContain(field);
    expect(asked()).toHaveLength(0);
  });

  it('that is no JSON, or too much, is refused as such', async () => {
    const broken = await process('{"data":');
    expect(broken).toMatchObject({ status: 400, body: { error: { code: 'MALFORMED_JSON' } } });
    const large = await process({ data: { input: 'x'.repeat(2 * 1024 * 1024), format: 'text' } });
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
  });

  it.each([
    ['text that no column of text takes', JSON.stringify('a\0b\ud800'), 202, 200],
    ['what is nested 100,000 deep', `${'['.repeat(100_000)}1${']'.repeat(100_000)}`, 400, 400],
    ['keys of prototypes', '{"constructor":1,"prototype":{}}', 202, 200],
  ])('of a strange kind is no failure of ours: %s', async (_what, input, accepted, processed) => {
    const body = (wish: string) => `{"data":{"input":${input},"format":"json"},"options":{"async":${wish}}}`;
    await expect(process(body('true'))).resolves.toMatchObject({ status: accepted });
    await expect(process(body('false'))).resolves.toMatchObject({ status: processed });
  });

  it('needs a key with the scope', async () => {
    const key = await hookline.createKey('payments:read');
    const headers = { Authorization: `Bearer ${key}` };
    await expect(process({ data: DATA }, headers)).resolves.toMatchObject({ status: 403 });
    await expect(
      hookline.api('GET', '/api/external/status/req_1', undefined, headers),
    ).resolves.toMatchObject({ status: 403 });
  });
});

describe('a connected account', () => {
  it.each([
    [
      { user: 'ada', password: 'hers' },
      { authorization: `Basic ${Buffer.from('ada:hers').toString('base64')}` },
    ],
    [{ header: 'X-Api-Key', value: 'acmes-own' }, { 'x-api-key': 'acmes-own' }],
  ])('is called for with its own credential alone: %j', async (credential, headers) => {
    const credentials = { name: `Acme ${Object.keys(credential)[0]}`, ...credential };
    const { status: created, body } = await hookline.api('POST', '/v1/connections', {
      provider: 'external-api',
      credentials,
    });
    expect(created).toBe(201);
    const external = hookline.app.get(ExternalApiService, { strict: false });
    await external.process(DATA, { connectionId: body.id });
    const sent = asked().at(-1);
    expect(sent).toMatchObject({ method: 'POST', path: '/v2/process', headers });
    expect(Object.values(sent?.headers ?? {})).not.toContain('the-secret-key');
  });
});
