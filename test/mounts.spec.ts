import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Agent, buildConnector, getGlobalDispatcher, setGlobalDispatcher, type Dispatcher } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HttpService } from '@nestjs/axios';
import axios, { AxiosError, isAxiosError, isCancel, type AxiosRequestConfig } from 'axios';
import { firstValueFrom } from 'rxjs';
import { Stripe } from 'stripe';
import type { CallOptions } from '../src/contracts/calls.js';
import {
  ConnectionError,
  OutcomeUnknownError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
} from '../src/contracts/errors.js';
import { runInCallScope } from '../src/outbound/call-scope.js';
import { axiosAdapter } from '../src/outbound/mounts/axios-adapter.js';
import { roadFetch } from '../src/outbound/mounts/road-fetch.js';
import type { RoadLike } from '../src/outbound/mounts/road-like.js';
import { Operation } from '../src/outbound/operation.js';
import { createLogger } from '../src/platform/logging/logger.js';
import { StripeHttpClient } from '../src/providers/stripe/stripe.http-client.js';
import { eventually } from './support/eventually.js';
import {
  faults,
  refusingUrl,
  startFaultServer,
  type Fault,
  type ReceivedRequest,
} from './support/fault-server.js';
import { openRoad } from './support/open-road.js';

type LogLine = Record<string, unknown>;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A provider on a real socket and a road to it, whose log lines are kept. */
async function scene(
  answer: (request: ReceivedRequest, attempt: number) => Fault = () => faults.ok(),
  policy: Partial<RoadLike['policy']> = {},
) {
  const provider = await startFaultServer({ answer });
  const log: LogLine[] = [];
  const logger = await createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void log.push(JSON.parse(line) as LogLine) },
  });
  const { road, transport } = openRoad({ logger, policy });
  cleanups.push(
    () => provider.close(),
    () => transport.close(),
  );
  return { provider, road, log, logger, url: provider.url };
}

/** What a provider's method does around its SDK. */
function perform<T>(options: CallOptions, work: () => Promise<T>): Promise<T> {
  const about = { provider: 'acme', operation: 'contacts.create', defaultTimeoutMs: 5000 };
  return Operation.run(about, options, (operation) => runInCallScope(operation.scope('/contacts'), work));
}

const client = (road: RoadLike, config: AxiosRequestConfig = {}) =>
  axios.create({ ...config, adapter: axiosAdapter(road) });

/** Everything a byte can be, and then some. */
const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256));

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

/** How the global `fetch` connects here. It may use the same undici as the road: whichever was loaded first. */
function connectOffTheRoad(...request: Parameters<buildConnector.connector>): void {
  buildConnector({})(...request);
}

const atWork = new AsyncLocalStorage<true>();

/** Watches who opens sockets in the course of `work`. Each socket is known by the code that connected it. */
async function socketsOpenedBy(work: () => Promise<unknown>): Promise<string[]> {
  const opened: string[] = [];
  const { connect } = Socket.prototype;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  Socket.prototype.connect = function watched(this: Socket, ...args: never[]) {
    const { stack = '' } = new Error('connect');
    const isOnTheRoad =
      stack.includes('/node_modules/undici/lib/dispatcher/') && !stack.includes(connectOffTheRoad.name);
    if (atWork.getStore()) opened.push(isOnTheRoad ? 'the road' : 'somebody else');
    return Reflect.apply(connect, this, args) as Socket;
  };
  try {
    await atWork.run(true, work);
  } finally {
    Socket.prototype.connect = connect;
    Error.stackTraceLimit = stackTraceLimit;
  }
  return opened;
}

describe('an SDK on the road', () => {
  let usual: Dispatcher;
  beforeAll(() => {
    usual = getGlobalDispatcher();
    setGlobalDispatcher(new Agent({ connect: connectOffTheRoad }));
  });
  afterAll(() => setGlobalDispatcher(usual));

  const stripeAt = (url: string, httpClient: Stripe.HttpClient) => {
    const { hostname, port } = new URL(url);
    return new Stripe('sk_test_1', {
      httpClient,
      protocol: 'http',
      host: hostname,
      port,
      maxNetworkRetries: 0,
      telemetry: false,
    });
  };

  it('opens no socket of its own', async () => {
    const { road, url } = await scene();
    const stripe = stripeAt(url, new StripeHttpClient(road));
    const sdks: [string, () => Promise<unknown>][] = [
      ['fetch', () => roadFetch(road)(`${url}/fetch`)],
      ['axios', () => client(road).post(`${url}/axios`, { a: 1 })],
      ['HttpService', () => firstValueFrom(new HttpService(client(road)).get(url))],
      ['axios for CommonJS', () => commonJsAxios().get(`${url}/axios`, { adapter: axiosAdapter(road) })],
      [
        'axios with agents and a proxy',
        () =>
          client(road, { proxy: { host: '127.0.0.1', port: 9 }, httpAgent: {}, socketPath: '/dev/null' }).get(
            url,
          ),
      ],
      ['Stripe', () => perform({}, () => stripe.customers.create({ email: 'ada@example.com' }))],
    ];
    for (const [name, call] of sdks) {
      const opened = await socketsOpenedBy(call);
      expect({ [name]: opened.filter((by) => by !== 'the road') }).toEqual({ [name]: [] });
    }
    const parallel = await socketsOpenedBy(() =>
      Promise.all(sdks.flatMap(([, call]) => Array.from({ length: 5 }, () => call()))),
    );
    expect(parallel.length).toBeGreaterThan(0);
    expect(new Set(parallel)).toEqual(new Set(['the road']));
  });

  it.each<[string, (url: string) => Promise<unknown>]>([
    ['axios', (url) => axios.get(url)],
    ['axios over fetch', (url) => axios.get(url, { adapter: 'fetch' })],
    ['fetch', (url) => fetch(url)],
    ['Stripe', (url) => stripeAt(url, Stripe.createNodeHttpClient()).customers.create({})],
    ['Stripe over fetch', (url) => stripeAt(url, Stripe.createFetchHttpClient()).customers.create({})],
  ])('would be caught if it did: %s off the road', async (_name, call) => {
    const { url } = await scene();
    expect(await socketsOpenedBy(() => call(url))).toContain('somebody else');
  });
});

describe.each<
  [string, (road: RoadLike) => (url: string, method: string, signal?: AbortSignal) => Promise<unknown>]
>([
  ['fetch', (road) => (url, method, signal) => roadFetch(road)(url, { method, signal: signal ?? null })],
  [
    'axios',
    (road) => (url, method, signal) => client(road).request({ url, method, ...(signal && { signal }) }),
  ],
])('%s', (name, mount) => {
  /** The road's own error, in what the SDK makes of it. */
  const roadError = (error: unknown) => (isAxiosError(error) ? error.cause : error);

  it('is repeated by the road, with one key and one line in the log', async () => {
    const { road, url, provider, log } = await scene((_request, attempt) =>
      attempt < 3 ? faults.status(503) : faults.ok(),
    );
    await mount(road)(`${url}/v1/contacts/12345?secret=1`, 'POST');
    expect(provider.requests).toHaveLength(3);
    expect(provider.keys.size).toBe(1);
    expect(log).toMatchObject([
      {
        operation: 'http.post',
        endpoint: '/v1/contacts/:id',
        method: 'POST',
        status_code: 200,
        retry_count: 2,
      },
    ]);
  });

  it('runs as the provider’s method that is around it', async () => {
    const { road, url, provider, log } = await scene();
    await perform({ idempotencyKey: 'order-7' }, () => mount(road)(`${url}/c/1`, 'POST'));
    expect(provider.keys).toEqual(new Set(['order-7']));
    expect(log).toMatchObject([{ operation: 'contacts.create', endpoint: '/contacts' }]);
  });

  it('says that nobody answers', async () => {
    const { road } = await scene();
    const error = await failure(mount(road)(await refusingUrl(), 'POST'));
    expect(roadError(error)).toBeInstanceOf(ConnectionError);
  });

  it('says that the outcome of a write is unknown', async () => {
    const { road, url } = await scene(() => faults.resetAfter(), { writes: { by: 'none' } });
    const error = await failure(mount(road)(url, 'POST'));
    expect(roadError(error)).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ code: name === 'axios' ? 'ECONNABORTED' : 'OUTCOME_UNKNOWN' });
  });

  it('ends at the deadline of the method around it', async () => {
    const { road, url } = await scene(() => faults.hang());
    for (const signal of [undefined, new AbortController().signal]) {
      const error = await failure(perform({ timeoutMs: 100 }, () => mount(road)(url, 'GET', signal)));
      expect(roadError(error)).toBeInstanceOf(TimeoutError);
    }
  });

  it('ends when its own caller gives up, and closes the socket', async () => {
    const { road, url, provider } = await scene(() => faults.hang());
    for (const around of [perform, (_options: CallOptions, work: () => Promise<unknown>) => work()]) {
      const caller = new AbortController();
      const call = failure(around({}, () => mount(road)(url, 'GET', caller.signal)));
      const before = provider.requests.length;
      await until(() => provider.requests.length === before + 1);
      caller.abort(new Error('changed my mind'));
      const abortedAt = performance.now();
      const error = await call;
      expect(performance.now() - abortedAt).toBeLessThan(1000);
      if (name === 'axios') expect(isCancel(error)).toBe(true);
      else expect(error).toBe(caller.signal.reason);
      await until(() => provider.openSockets() === 0);
    }
  });

  it('ends when the caller of the method around it gives up', async () => {
    const { road, url, provider } = await scene(() => faults.hang());
    for (const signal of [undefined, new AbortController().signal]) {
      const caller = new AbortController();
      const call = failure(perform({ signal: caller.signal }, () => mount(road)(url, 'POST', signal)));
      const before = provider.requests.length;
      await until(() => provider.requests.length === before + 1);
      caller.abort('changed my mind');
      const error = await call;
      if (!isAxiosError(error)) expect(error).toBe('changed my mind');
      else expect([isCancel(error), error.cause]).toEqual([true, 'changed my mind']);
    }
  });

  it('refuses a success that is not JSON, where the provider promises JSON', async () => {
    for (const fault of [faults.wrongContentType(), faults.truncatedJson()]) {
      const { road, url, provider } = await scene(() => fault, { answersJson: true });
      const error = await failure(mount(road)(url, 'POST'));
      expect(roadError(error)).toBeInstanceOf(ResponseFormatError);
      expect(roadError(error)).toMatchObject({ attempts: 1, operation: 'http.post' });
      expect(provider.requests).toHaveLength(1);
    }
    const { road, url } = await scene(() => faults.status(204, {}, ''), { answersJson: true });
    await mount(road)(url, 'DELETE');
    await mount(road)(url, 'HEAD');
  });

  it('takes the idempotency key of its own header, if it is one', async () => {
    const { road, url, provider } = await scene();
    const headers = (key: string) => ({ 'Idempotency-Key': key });
    const post = (key: string) =>
      name === 'axios'
        ? client(road).post(url, '', { headers: headers(key) })
        : roadFetch(road)(url, { method: 'POST', headers: headers(key) });
    await post('order-7');
    expect(provider.keys).toEqual(new Set(['order-7']));
    expect(roadError(await failure(post('k'.repeat(256))))).toBeInstanceOf(ValidationError);
  });
});

describe('roadFetch', () => {
  it('sends what it is given: string, URL or Request, headers of all kinds', async () => {
    const { road, url, provider } = await scene();
    const send = roadFetch(road);
    await send(`${url}/a?q=%C3%A9`, { headers: { 'X-One': '1' } });
    await send(new URL(`${url}/b`), {
      headers: [
        ['X-One', '1'],
        ['X-One', '2'],
      ],
    });
    await send(new Request(`${url}/c`, { method: 'PUT', headers: { 'X-One': '1' }, body: 'text' }));
    await send(new Request(`${url}/d`, { method: 'PUT', body: 'text' }), {
      method: 'POST',
      headers: new Headers({ 'X-One': '3' }),
    });
    expect(
      provider.requests.map(({ method, path, headers, body }) => [
        method,
        path,
        headers['x-one'],
        body.toString(),
      ]),
    ).toEqual([
      ['GET', '/a?q=%C3%A9', '1', ''],
      ['GET', '/b', '1, 2', ''],
      ['PUT', '/c', '1', 'text'],
      ['POST', '/d', '3', 'text'],
    ]);
  });

  it.each<[string, () => NonNullable<RequestInit['body']>, string | null, Buffer]>([
    ['text', () => 'Zoë 日本', 'text/plain;charset=UTF-8', Buffer.from('Zoë 日本')],
    ['bytes', () => new Uint8Array(BYTES), null, BYTES],
    ['a buffer', () => new Uint8Array(BYTES).buffer, null, BYTES],
    ['a blob', () => new Blob([new Uint8Array(BYTES)], { type: 'image/png' }), 'image/png', BYTES],
    [
      'parameters',
      () => new URLSearchParams({ a: 'é' }),
      'application/x-www-form-urlencoded;charset=UTF-8',
      Buffer.from('a=%C3%A9'),
    ],
    ['a stream', () => new Blob([new Uint8Array(BYTES)]).stream(), null, BYTES],
  ])('sends %s byte for byte', async (_name, body, type, bytes) => {
    const { road, url, provider } = await scene();
    await roadFetch(road)(url, { method: 'POST', body: body() });
    const [request] = provider.requests;
    expect(request?.headers['content-type'] ?? null).toBe(type);
    expect(request?.headers['content-length']).toBe(String(bytes.length));
    expect(request?.body.equals(bytes)).toBe(true);
  });

  it('sends a form with its boundary, and the same again on every attempt', async () => {
    const { road, url, provider } = await scene((_request, attempt) =>
      attempt === 1 ? faults.resetBefore() : faults.ok(),
    );
    const form = new FormData();
    form.append('name', 'Zoë');
    form.append('file', new Blob([new Uint8Array(BYTES)], { type: 'image/png' }), 'é.png');
    await roadFetch(road)(url, { method: 'POST', body: form });
    const [first, second] = provider.requests;
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    const sent = await new Response(new Uint8Array(second?.body ?? []), {
      headers: { 'content-type': second?.headers['content-type'] ?? '' },
    }).formData();
    expect(sent.get('name')).toBe('Zoë');
    const file = sent.get('file');
    expect(file instanceof Blob && Buffer.from(await file.arrayBuffer()).equals(BYTES)).toBe(true);
  });

  it('sends nothing of a stream that is too long, fails, or does not end in time', async () => {
    const { road, url, provider } = await scene();
    const post = (body: AsyncIterable<Uint8Array>) =>
      failure(
        perform({ timeoutMs: 500 }, () =>
          roadFetch(road)(url, { method: 'POST', body: Readable.toWeb(Readable.from(body)) }),
        ),
      );
    const endless = async function* () {
      for (;;) yield new Uint8Array(1024 * 1024);
    };
    const failing = async function* () {
      yield new Uint8Array(1);
      throw new Error('the file is gone');
    };
    const stalled = async function* () {
      yield new Uint8Array(1);
      await new Promise(() => undefined);
    };
    expect(await post(endless())).toMatchObject({
      message: expect.stringContaining('longer than 26214400 bytes'),
    });
    expect(await post(failing())).toMatchObject({ message: 'the file is gone' });
    expect(await post(stalled())).toBeInstanceOf(TimeoutError);
    expect(provider.requests).toHaveLength(0);
  });

  it.each([200, 201, 204, 205, 304, 400, 404, 500])('gives back a Response for %i', async (status) => {
    const { road, url } = await scene(() => faults.status(status, { 'x-seen': 'yes' }, ''));
    const response = await perform({}, () => roadFetch(road)(`${url}/x?y=1`, { method: 'GET' }));
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.ok, response.headers.get('x-seen'), response.url]).toEqual([
      status,
      status < 300,
      'yes',
      `${url}/x?y=1`,
    ]);
    expect(await response.text()).toBe('');
    expect(response.body === null).toBe([204, 205, 304].includes(status));
  });

  it('reads bytes, JSON and headers beyond ASCII as they are', async () => {
    const answers: Record<string, Fault> = {
      '/bytes': faults.ok(BYTES, { 'content-type': 'application/octet-stream' }),
      '/json': faults.ok({ name: 'Zoë 日本' }, { 'x-name': Buffer.from('日本').toString('latin1') }),
    };
    const { road, url } = await scene(({ path }) => answers[path] ?? faults.status(404));
    const bytes = await roadFetch(road)(`${url}/bytes`);
    expect(Buffer.from(await bytes.arrayBuffer()).equals(BYTES)).toBe(true);
    const json = await roadFetch(road)(`${url}/json`);
    expect(Buffer.from(json.headers.get('x-name') ?? '', 'latin1').toString()).toBe('日本');
    expect(await json.json()).toEqual({ name: 'Zoë 日本' });
  });

  it('keeps cookies apart', async () => {
    const { road } = await scene();
    const cookies = ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/', 'b=2', '__Host-c=3; Secure'];
    const response = await roadFetch(road)(await cookieServer(cookies));
    expect(response.headers.getSetCookie()).toEqual(cookies);
  });

  it('refuses a redirect when it is told to', async () => {
    const { road, url } = await scene(() => faults.redirect('https://elsewhere.example/'));
    expect(await failure(roadFetch(road)(url, { redirect: 'error' }))).toBeInstanceOf(TypeError);
    expect((await roadFetch(road)(url, { redirect: 'manual' })).status).toBe(302);
  });

  it('refuses what it cannot send', async () => {
    const { road, url } = await scene();
    const refused = [
      roadFetch(road)('/relative'),
      roadFetch(road)(url, { method: 'PROPFIND' }),
      roadFetch(road)(url, { method: 'GET', body: 'text' }),
      roadFetch(road)('http://user:secret@127.0.0.1/'),
    ];
    for (const promise of refused) expect(await failure(promise)).toMatchObject({ name: 'TypeError' });
  });
});

describe('axiosAdapter', () => {
  it('builds the URL, the headers and the credentials as axios does', async () => {
    const { road, url, provider } = await scene();
    const config: AxiosRequestConfig = {
      baseURL: `${url}/api/`,
      params: { q: 'a b', list: [1, 2], at: new Date(0), nothing: null },
      auth: { username: 'ada', password: 'pä:ss' },
      headers: { 'X-One': '1' },
    };
    for (const sender of [client(road, config), axios.create(config)]) await sender.get('contacts?x=1');
    const [onRoad, plain] = provider.requests;
    expect(onRoad?.path).toBe(plain?.path);
    for (const name of ['authorization', 'x-one', 'accept', 'user-agent']) {
      expect([name, onRoad?.headers[name]]).toEqual([name, plain?.headers[name]]);
    }
  });

  it.each<[string, () => unknown, AxiosRequestConfig]>([
    ['an object', () => ({ name: 'Zoë 日本' }), {}],
    ['text', () => 'Zoë', { headers: { 'Content-Type': 'text/plain' } }],
    ['parameters', () => new URLSearchParams({ a: 'é' }), {}],
    [
      'a form of fields',
      () => ({ a: 'é', b: [1, 2] }),
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    ['bytes', () => BYTES, {}],
    ['a buffer', () => new Uint8Array(BYTES).buffer, {}],
    ['a stream', () => Readable.from([BYTES]), { headers: { 'Content-Type': 'image/png' } }],
    ['nothing', () => undefined, {}],
  ])('sends %s as axios does', async (_name, data, config) => {
    const { road, url, provider } = await scene();
    for (const sender of [client(road, config), axios.create(config)]) await sender.post(url, data());
    const [onRoad, plain] = provider.requests;
    expect(onRoad?.body.equals(plain?.body ?? Buffer.from('none'))).toBe(true);
    expect(onRoad?.headers['content-type']).toBe(plain?.headers['content-type']);
    expect(onRoad?.headers['content-length']).toBe(String(onRoad?.body.length));
  });

  it.each<[string, (send: ReturnType<typeof client>, url: string) => Promise<unknown>]>([
    [
      'of the platform',
      (sender, url) => {
        const form = new FormData();
        form.append('name', 'Zoë');
        form.append('file', new Blob([new Uint8Array(BYTES)]), 'a.bin');
        return sender.post(url, form);
      },
    ],
    ['that axios makes of an object', (sender, url) => sender.postForm(url, { name: 'Zoë', file: BYTES })],
  ])('sends a form %s', async (_name, post) => {
    const { road, url, provider } = await scene();
    await post(client(road), url);
    const [request] = provider.requests;
    const form = await new Response(new Uint8Array(request?.body ?? []), {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData();
    expect(form.get('name')).toBe('Zoë');
    expect(request?.body.includes(BYTES)).toBe(true);
  });

  it('gives back data as it was asked for', async () => {
    const answers: Record<string, Fault> = {
      '/bytes': faults.ok(BYTES, { 'content-type': 'application/octet-stream' }),
      '/json': faults.ok({ name: 'Zoë 日本' }),
      '/latin1': faults.ok(Buffer.from('Zoë', 'latin1'), { 'content-type': 'text/plain' }),
      '/empty': faults.status(204, {}, ''),
    };
    const { road, url } = await scene(({ path }) => answers[path] ?? faults.status(404));
    const get = async (path: string, config: AxiosRequestConfig = {}) =>
      (await client(road).get<unknown>(`${url}${path}`, config)).data;
    expect(await get('/json')).toEqual({ name: 'Zoë 日本' });
    expect(await get('/json', { responseType: 'json' })).toEqual({ name: 'Zoë 日本' });
    expect(await get('/json', { responseType: 'text', transformResponse: [] })).toBe('{"name":"Zoë 日本"}');
    expect(await get('/latin1', { responseEncoding: 'latin1' })).toBe('Zoë');
    expect(await get('/empty')).toBe('');
    const bytes = await get('/bytes', { responseType: 'arraybuffer' });
    expect(Buffer.isBuffer(bytes) && bytes.equals(BYTES)).toBe(true);
    const stream = await get('/bytes', { responseType: 'stream' });
    expect(stream instanceof Readable && (await buffer(stream)).equals(BYTES)).toBe(true);
    const blob = await get('/bytes', { responseType: 'blob' });
    expect(blob instanceof Blob && blob.size).toBe(BYTES.length);
  });

  it('keeps cookies apart', async () => {
    const { road } = await scene();
    const cookies = ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'];
    const { headers } = await client(road).get(await cookieServer(cookies));
    expect(headers['set-cookie']).toEqual(cookies);
  });

  it.each([
    [404, 'ERR_BAD_REQUEST'],
    [500, 'ERR_BAD_RESPONSE'],
    [304, 'ERR_BAD_RESPONSE'],
  ])('settles a %i as axios does', async (status, code) => {
    const { road, url } = await scene(() => faults.status(status, { 'stripe-should-retry': 'false' }));
    const error = await failure(client(road).post(url));
    expect(error).toBeInstanceOf(AxiosError);
    expect(error).toMatchObject({
      code,
      message: `Request failed with status code ${status}`,
      response: { status },
    });
    const accepted = await client(road, { validateStatus: null }).post(url);
    expect(accepted.status).toBe(status);
  });

  it('keeps to its limits of size', async () => {
    const { road, url, provider } = await scene();
    const tooLong = await failure(client(road, { maxContentLength: 3 }).get(url));
    expect(tooLong).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      message: 'maxContentLength size of 3 exceeded',
    });
    expect(provider.requests).toHaveLength(1);
    expect(
      await failure(client(road, { maxBodyLength: 3 }).post(url, Readable.from([Buffer.from('four')]))),
    ).toMatchObject({ message: expect.stringContaining('longer than 3 bytes') });
    expect(provider.requests).toHaveLength(1);
  });

  it('takes the shorter of its timeout and the deadline, and names the failure as axios does', async () => {
    const { road, url } = await scene(() => faults.hang(), { writes: { by: 'none' } });
    const transitional = { clarifyTimeoutError: true };
    const cases: [AxiosRequestConfig, number, string][] = [
      [{ timeout: 250 }, 5000, 'ECONNABORTED'],
      [{ timeout: 250, transitional }, 5000, 'ETIMEDOUT'],
      [{ timeout: 5000 }, 250, 'ECONNABORTED'],
    ];
    for (const [config, timeoutMs, code] of cases) {
      for (const around of [perform, (_options: CallOptions, work: () => Promise<unknown>) => work()]) {
        if (around !== perform && config.timeout === 5000) continue;
        const started = performance.now();
        const error = await failure(around({ timeoutMs }, () => client(road, config).get(url)));
        expect(performance.now() - started).toBeLessThan(2000);
        expect(error).toMatchObject({ name: 'AxiosError', code, cause: expect.any(TimeoutError) });
        const write = await failure(around({ timeoutMs }, () => client(road, config).post(url)));
        expect(write).toMatchObject({ code: 'ECONNABORTED', cause: expect.any(OutcomeUnknownError) });
      }
    }
  });

  it('takes a cancel token, also one that has seen requests before', async () => {
    const { road, url, provider } = await scene(({ path }) =>
      path === '/hang' ? faults.hang() : faults.ok(),
    );
    const source = axios.CancelToken.source();
    await client(road).get(url, { cancelToken: source.token });
    const call = failure(client(road).get(`${url}/hang`, { cancelToken: source.token }));
    await until(() => provider.requests.length === 2);
    source.cancel('changed my mind');
    const cancelledAt = performance.now();
    const error = await call;
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    expect([isCancel(error), (error as Error).message]).toEqual([true, 'changed my mind']);
  });

  it('shows no secret of the request, however its error is logged', async () => {
    const secrets = ['hunter2-header', 'hunter2-password', 'hunter2-body', 'hunter2-query', 'hunter2-key'];
    const { road, url, log, logger } = await scene(() => faults.status(400));
    const config: AxiosRequestConfig = {
      headers: { Authorization: 'Token hunter2-header', 'X-Custom-Key': 'hunter2-key' },
      params: { access: 'hunter2-query' },
    };
    const errors = [
      await failure(client(road, config).post(url, { card: 'hunter2-body' })),
      await failure(client(road, config).post(await refusingUrl(), { card: 'hunter2-body' })),
      await failure(
        client(road, { ...config, auth: { username: 'ada', password: 'hunter2-password' } }).post(
          `${url}?k=hunter2-query`,
          'hunter2-body',
        ),
      ),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(AxiosError);
      logger.warn({ err: error }, 'as err');
      logger.warn({ failed: error }, 'as any field');
      logger.warn(`as text: ${String(error)} ${JSON.stringify(error)}`);
      logger.warn({ cause: (error as Error).cause }, 'its cause');
    }
    const lines = JSON.stringify(log);
    expect(log.length).toBeGreaterThanOrEqual(12);
    for (const secret of secrets) expect(lines).not.toContain(secret);
  });

  it('refuses what it cannot send', async () => {
    const { road, url } = await scene();
    const refused = [
      client(road).get('/relative'),
      client(road).request({ url, method: 'PURGE' }),
      client(road).post(url, 'x', { headers: { 'X-Name': '日本' } }),
    ];
    for (const promise of refused) expect(await failure(promise)).toMatchObject({ name: 'TypeError' });
  });
});

function until(condition: () => boolean): Promise<true> {
  return eventually('what the test waits for', () => condition() || undefined);
}

describe('docs/mounts.md', () => {
  /** The page's own words, run. */
  class AcmeContacts {
    constructor(private readonly road: RoadLike) {}

    create(email: string, options: CallOptions = {}): Promise<Response> {
      const about = {
        provider: 'acme',
        operation: 'contacts.create',
        defaultTimeoutMs: this.road.settings.timeoutMs,
      };
      return Operation.run(about, options, (operation) =>
        runInCallScope(operation.scope('/v1/contacts'), () => this.sdk().createContact(email)),
      );
    }

    private sdk() {
      return new AcmeSdk({ baseUrl, fetch: roadFetch(this.road) });
    }
  }

  /** Stands for an SDK that takes a `fetch`. */
  class AcmeSdk {
    constructor(private readonly options: { baseUrl: string; fetch: typeof fetch }) {}

    createContact(email: string): Promise<Response> {
      const body = JSON.stringify({ email });
      return this.options.fetch(`${this.options.baseUrl}/v1/contacts`, { method: 'POST', body });
    }
  }

  let baseUrl = '';

  it('shows an SDK with fetch and one with axios', async () => {
    const { road, url, provider, log } = await scene();
    baseUrl = url;
    await new AcmeContacts(road).create('ada@example.com', { idempotencyKey: 'order-7' });
    const acme = axios.create({ baseURL: baseUrl, adapter: axiosAdapter(road) });
    await acme.get('/v1/contacts/17');
    expect(provider.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/contacts',
      'GET /v1/contacts/17',
    ]);
    expect(log.map(({ operation, endpoint }) => [operation, endpoint])).toEqual([
      ['contacts.create', '/v1/contacts'],
      ['http.get', '/v1/contacts/:id'],
    ]);
  });

  it('shows nothing that is not run', async () => {
    const read = async (path: string) =>
      (await readFile(new URL(`../${path}`, import.meta.url), 'utf8')).replaceAll(/\s+/g, ' ');
    const specs =
      (await read('test/mounts.spec.ts')) + (await read('src/outbound/mounts/outbound-http.module.spec.ts'));
    const page = await read('docs/mounts.md');
    const examples = [...page.matchAll(/```ts (.*?) ```/g)].map(([, code]) => code ?? '');
    expect(examples).toHaveLength(5);
    for (const example of examples) expect(specs).toContain(example);
  });
});

/** Answers with several `Set-Cookie` headers. */
async function cookieServer(cookies: string[]): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('set-cookie', cookies).end('{}'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** axios as SDKs for CommonJS load it: other code, other classes. */
function commonJsAxios(): typeof axios {
  return createRequire(import.meta.url)('axios') as typeof axios;
}
