import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../../../test/support/described-api.js';
import { eventually } from '../../../test/support/eventually.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import {
  AuthenticationError,
  ConnectionError,
  NotConfiguredError,
  NotFoundError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
} from '../../contracts/errors.js';
import { roadConfig, type RoadSettings } from '../../outbound/road-settings.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { ExternalApi } from './external-api.client.js';
import { externalApiConfig } from './external-api.config.js';
import { ProcessingRequest } from './external-api.schemas.js';

const KEY = { EXTERNAL_API_KEY: 'key-of-the-tests' };
const CLIENT = {
  EXTERNAL_OAUTH_CLIENT_ID: 'client-of-the-tests',
  EXTERNAL_OAUTH_CLIENT_SECRET: 'secret of the tests',
};

const processed = {
  success: true,
  result: { processed_data: { n: 1 }, metadata: { processing_time: 1.5, version: 'v2.1', region: 'eu' } },
  request_id: 'req_abc123',
};
const status = {
  request_id: 'req_abc123',
  status: 'completed',
  result: { processed_data: '...', metadata: {} },
  created_at: '2024-01-15T10:30:00Z',
  completed_at: '2024-01-15T10:30:15Z',
};
const body = { data: { input: '{"n":1}', format: 'json' } };

let server: FaultServer;
let answer: (request: ReceivedRequest, attempt: number) => Fault;
let tokens: number;
const closes: (() => Promise<void>)[] = [];

const ok = (value: object) => faults.ok(JSON.stringify(value));
const to = (path: string) => server.requests.filter((request) => request.path === path);

beforeEach(async () => {
  tokens = 0;
  answer = () => ok(processed);
  server = await startFaultServer({
    answer: (request, attempt) => {
      if (request.path !== '/oauth/token') return answer(request, attempt);
      tokens += 1;
      return ok({ access_token: `token-${tokens}`, token_type: 'Bearer', expires_in: 3600 });
    },
  });
});

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await server.close();
});

async function open(
  variables: Readonly<Record<string, string>> = { ...KEY, ...CLIENT },
  settings?: Partial<RoadSettings>,
) {
  const api = await openApi(ExternalApi, server.url, { variables, settings });
  closes.push(api.close);
  return api;
}

describe('the external API', () => {
  it('is asked as its specification has it', async () => {
    const { client } = await open();
    await expect(client.data.process({ body })).resolves.toEqual(processed);
    const [token, request] = server.requests;
    expect(token).toMatchObject({
      method: 'POST',
      path: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(token?.body.toString()))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-of-the-tests',
      client_secret: 'secret of the tests',
    });
    expect(request).toMatchObject({
      method: 'POST',
      path: '/process',
      headers: {
        authorization: 'Bearer token-1',
        'x-api-key': 'key-of-the-tests',
        'content-type': 'application/json',
      },
    });
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ ...body, options: {} });
    answer = () => ok(status);
    await expect(client.status.get({ id: 'req/abc' })).resolves.toEqual(status);
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path: '/status/req%2Fabc' });
  });

  it('takes null and plain JSON for data, and sends nothing without', async () => {
    const { client } = await open(KEY);
    for (const input of [null, 0, '', ['a'], { b: 1 }]) {
      await client.data.process({ body: { data: { input, format: 'json' }, options: { depth: 2 } } });
      expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toEqual({
        data: { input, format: 'json' },
        options: { depth: 2 },
      });
    }
    const sent = server.requests.length;
    const refused: unknown = await client.data
      .process({ body: { data: { input: undefined, format: '' } } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ValidationError);
    expect(refused).toMatchObject({ details: [{ field: 'body.data.input' }, { field: 'body.data.format' }] });
    expect(server.requests).toHaveLength(sent);
  });

  it('is sent the credentials that are set, and no others', async () => {
    await (await open(KEY)).client.data.process({ body });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-api-key': 'key-of-the-tests' });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    await (await open(CLIENT)).client.data.process({ body });
    expect(server.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer token-1' });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('x-api-key');
    await (await open({})).client.data.process({ body });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('x-api-key');
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('is not called with half of an OAuth client, which is an error at the start already', async () => {
    const half = { EXTERNAL_OAUTH_CLIENT_ID: 'client-of-the-tests' };
    const { client } = await open({ ...KEY, ...half });
    await expect(client.data.process({ body })).rejects.toThrow(NotConfiguredError);
    await expect(client.data.process({ body })).rejects.toThrow('Set EXTERNAL_OAUTH_CLIENT_SECRET');
    expect(server.requests).toHaveLength(0);
    expect(() => externalApiConfig.read(half)).toThrow('EXTERNAL_OAUTH_CLIENT_SECRET: ');
    expect(() => externalApiConfig.read({ EXTERNAL_OAUTH_CLIENT_SECRET: 'x' })).toThrow(
      'EXTERNAL_OAUTH_CLIENT_ID: ',
    );
    expect(externalApiConfig.read({ ...half, EXTERNAL_OAUTH_CLIENT_SECRET: 'x' }).webhookSecrets).toEqual([]);
  });

  it('has limits that variables change', () => {
    const road = roadConfig('external-api', 'https://api.example.com', ExternalApi.api.limits);
    expect(road.read({})).toMatchObject({
      timeoutMs: 30_000,
      maxRetries: 3,
      retryDelayMs: 1000,
      rateLimitPerMinute: 1000,
    });
    const variables = {
      EXTERNAL_API_BASE_URL: 'https://api.acme.com/v2/',
      EXTERNAL_API_TIMEOUT: '5',
      EXTERNAL_API_MAX_RETRIES: '0',
      EXTERNAL_API_RETRY_DELAY: '0.5',
      EXTERNAL_API_RATE_LIMIT: '60',
    };
    expect(road.read(variables)).toMatchObject({
      baseUrl: 'https://api.acme.com/v2',
      timeoutMs: 5000,
      maxRetries: 0,
      retryDelayMs: 500,
      rateLimitPerMinute: 60,
    });
  });
});

describe('its token', () => {
  it('is got once, however many calls begin together', async () => {
    const { client } = await open();
    await Promise.all(Array.from({ length: 30 }, () => client.data.process({ body })));
    expect(tokens).toBe(1);
    expect(to('/process')).toHaveLength(30);
  });

  it('is renewed once when it is refused, and the call repeated with the new one', async () => {
    const { client } = await open();
    await client.data.process({ body });
    answer = ({ headers }) =>
      headers.authorization === 'Bearer token-1' ? faults.status(401) : ok(processed);
    await Promise.all(Array.from({ length: 10 }, () => client.data.process({ body })));
    expect(tokens).toBe(2);
    expect(to('/process').filter(({ headers }) => headers.authorization === 'Bearer token-2')).toHaveLength(
      10,
    );
  });

  it('that is refused twice is not got again', async () => {
    const { client } = await open();
    answer = () => faults.status(401, {}, { error: 'invalid_token' });
    const refused = client.data.process({ body });
    await expect(refused).rejects.toThrow(AuthenticationError);
    await expect(refused).rejects.toThrow('invalid_token');
    expect(tokens).toBe(2);
    expect(to('/process')).toHaveLength(2);
  });
});

describe('when the external API fails', () => {
  it.each([['1'], [undefined]])(
    'with 429 and Retry-After %s, calls wait in line and leave in their order',
    async (retryAfter) => {
      // One at a time, so that the order in which they come is that in which they left.
      const { client } = await open(KEY, { maxConcurrent: 1 });
      answer = (_request, attempt) => (attempt === 1 ? faults.tooMany(retryAfter) : ok(processed));
      const first = client.data.process({ body });
      await eventually('the 429', () => server.requests.length === 1 || undefined);
      const inputs = ['1', '2', '3', '4', '5'];
      const others = inputs.map((input) =>
        client.data.process({ body: { data: { input, format: 'text' } } }),
      );
      await Promise.all([first, ...others]);
      const [refused, ...later] = server.requests;
      expect((later[0]?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(900);
      expect(later.map(inputOf).filter((input) => inputs.includes(input))).toEqual(inputs);
    },
  );

  it.each([
    ['a 500', faults.status(500), ProviderUnavailableError],
    ['a 503', faults.status(503), ProviderUnavailableError],
    ['a reset', faults.resetBefore(), ConnectionError],
    ['a reset after the work', faults.resetAfter(), ConnectionError],
  ])('%s is repeated, three times at most, and nothing is in doubt', async (_what, fault, kind) => {
    const { client, unknown } = await open(KEY);
    answer = (_request, attempt) => (attempt <= 3 ? fault : ok(processed));
    await expect(client.data.process({ body })).resolves.toEqual(processed);
    expect(server.requests).toHaveLength(4);
    answer = () => fault;
    await expect(client.data.process({ body })).rejects.toThrow(kind);
    expect(server.requests).toHaveLength(8);
    expect(unknown).toEqual([]);
  });

  it('slow answers end with the deadline, and nothing is in doubt', async () => {
    const { client, unknown } = await open(KEY, { timeoutMs: 150, maxRetries: 0 });
    answer = () => faults.hang();
    await expect(client.data.process({ body })).rejects.toThrow(TimeoutError);
    expect(unknown).toEqual([]);
  });

  it.each([
    [400, ValidationError],
    [401, AuthenticationError],
    [404, NotFoundError],
    [429, RateLimitError],
    [500, ProviderUnavailableError],
    [503, ProviderUnavailableError],
  ])('HTTP %d is understood, and its words are quoted', async (code, kind) => {
    const { client } = await open(KEY, { maxRetries: 0 });
    answer = () => faults.status(code, {}, { error: 'Not like this' });
    const refused = client.status.get({ id: 'req_1' });
    await expect(refused).rejects.toThrow(kind);
    await expect(refused).rejects.toThrow('The external API refused status.get: Not like this.');
  });
});

describe('an answer that is not as the specification has it', () => {
  it.each<[object, string]>([
    [{}, 'success, result, request_id'],
    [{ ...processed, request_id: 7 }, 'request_id'],
    [{ ...processed, result: { metadata: processed.result.metadata } }, 'result.processed_data'],
    [{ ...processed, result: { processed_data: 1, metadata: {} } }, 'result.metadata.processing_time'],
  ])('is refused: %j', async (wrong, path) => {
    const { client } = await open(KEY);
    answer = () => ok(wrong);
    const refused: unknown = await client.data.process({ body }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ResponseFormatError);
    expect(refused).toMatchObject({ code: 'PROVIDER_RESPONSE_INVALID' });
    expect(String(refused)).toContain(`see ${path}`);
    expect(server.requests).toHaveLength(1);
  });

  it('may say more, and less where the specification says nothing', async () => {
    const { client } = await open(KEY);
    const early = { request_id: 'req_1', status: 'on_hold', created_at: '2024-01-15T10:30:00+01:00' };
    answer = () => ok({ ...early, result: null, completed_at: null, region: 'eu' });
    await expect(client.status.get({ id: 'req_1' })).resolves.toEqual({
      ...early,
      result: null,
      completed_at: null,
    });
    answer = () => ok({ ...early, result: { processed_data: null } });
    await expect(client.status.get({ id: 'req_1' })).resolves.toEqual({
      ...early,
      result: { processed_data: null },
    });
  });
});

describe('what the external API has said', () => {
  it('is kept once a request is done, and asked again until then', async () => {
    const { client } = await open(KEY);
    const asked = async (word: string, id: string) => {
      answer = () => ok({ ...status, status: word });
      const before = server.requests.length;
      await client.status.get({ id });
      await client.status.get({ id });
      return server.requests.length - before;
    };
    expect(await asked('processing', 'req_1')).toBe(2);
    expect(await asked('completed', 'req_1')).toBe(1);
    expect(await asked('failed', 'req_2')).toBe(1);
    answer = () => ok(processed);
    await client.data.process({ body });
    await client.data.process({ body });
    expect(to('/process')).toHaveLength(2);
    answer = () => faults.status(500);
    await expect(client.status.get({ id: 'req_1' })).resolves.toMatchObject({ status: 'completed' });
  });

  it('is not kept with EXTERNAL_API_CACHE_TTL=0, and no longer than it says', async () => {
    answer = () => ok(status);
    const off = await open({ ...KEY, EXTERNAL_API_CACHE_TTL: '0' });
    await off.client.status.get({ id: 'req_1' });
    await off.client.status.get({ id: 'req_1' });
    expect(server.requests).toHaveLength(2);
    const short = await open({ ...KEY, EXTERNAL_API_CACHE_TTL: '0.001' });
    await short.client.status.get({ id: 'req_1' });
    await eventually('asked again', async () => {
      await short.client.status.get({ id: 'req_1' });
      return server.requests.length > 3 || undefined;
    });
    expect(server.requests.length).toBeGreaterThan(3);
  });

  it.each(['-1', 'five minutes', '86401'])(
    'EXTERNAL_API_CACHE_TTL=%s is an error at the start',
    async (ttl) => {
      const opened = open({ ...KEY, EXTERNAL_API_CACHE_TTL: ttl });
      await expect(opened).rejects.toThrow(ConfigurationError);
      await expect(opened).rejects.toThrow('EXTERNAL_API_CACHE_TTL: must be seconds');
      const read = () => externalApiConfig.read({ EXTERNAL_API_CACHE_TTL: ttl });
      expect(read).toThrow('EXTERNAL_API_CACHE_TTL: must be seconds');
    },
  );
});

describe('its health', () => {
  it('is good when it does not know a request that nobody has made', async () => {
    const { client } = await open(KEY);
    answer = () => faults.status(404);
    await expect(client.health.probe()).resolves.toBeUndefined();
    answer = () => faults.status(400);
    await expect(client.health.probe()).resolves.toBeUndefined();
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path: '/status/req_health_probe' });
  });

  it.each([401, 403, 500, 503])('is bad with HTTP %d', async (code) => {
    const { client } = await open(KEY, { maxRetries: 0 });
    answer = () => faults.status(code);
    await expect(client.health.probe()).rejects.toThrow(`HTTP ${code}`);
  });
});

function inputOf({ body: sent }: ReceivedRequest): string {
  return String(ProcessingRequest.parse(JSON.parse(sent.toString())).data.input);
}
