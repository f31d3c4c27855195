import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ConnectionError,
  NotConfiguredError,
  OutcomeUnknownError,
  ResponseFormatError,
  TimeoutError,
} from '../contracts/errors.js';
import { runWithRequestId } from '../platform/context/request-context.js';
import { createLogger } from '../platform/logging/logger.js';
import { openRoad } from '../../test/support/open-road.js';
import { runInCallScope } from './call-scope.js';
import { Deadline } from './deadline.js';
import type { HttpMethod } from './outbound-call.js';
import type { RoadPolicy } from './road-policy.js';
import { Operation } from './operation.js';
import { compose, type OutboundInterceptor } from './outbound-interceptor.js';
import { interceptors } from './road.js';

type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;
type LogLine = Record<string, unknown>;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A provider on a real socket, which answers as told and remembers what came. */
async function startProvider(answer: Answer) {
  const requests: IncomingMessage[] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => answer(request, response, requests.length));
  });
  server.on('connection', (socket) => {
    sockets += 1;
    socket.on('close', () => (sockets -= 1));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, openSockets: () => sockets };
}

type Wish = {
  method?: HttpMethod;
  policy?: Partial<RoadPolicy>;
  idempotencyKey?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
};

const keyed: Partial<RoadPolicy> = { writes: { by: 'header', header: 'idempotency-key' } };
const keyless: Partial<RoadPolicy> = { writes: { by: 'none' } };

async function send(url: string, { method = 'POST', policy = keyed, timeoutMs = 2000, ...wish }: Wish = {}) {
  const log: LogLine[] = [];
  const logger = await createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void log.push(JSON.parse(line) as LogLine) },
  });
  const { road, unknown, transport } = openRoad({ logger, policy });
  cleanups.push(() => transport.close());
  const deadline = new Deadline(timeoutMs, wish.signal);
  cleanups.push(() => deadline.clear());
  const progress = { attempts: 0 };
  const scope = {
    operation: 'payments.create',
    endpoint: '/pay/:id',
    idempotencyKey: wish.idempotencyKey ?? 'key-1',
  };
  const outcome = runInCallScope({ ...scope, deadline, progress }, () =>
    road.send({
      method,
      url: new URL('/pay/7?secret=1', url),
      headers: {},
      body: method === 'GET' ? '' : 'amount=1',
    }),
  );
  return { outcome, log, progress, unknown };
}

function ok(_request: IncomingMessage, response: ServerResponse): void {
  response.end('{"ok":true}');
}

/** Fails as told as often as told, then answers. */
function first(times: number, failure: Answer): Answer {
  return (request, response, attempt) => (attempt <= times ? failure : ok)(request, response, attempt);
}

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end('{}');
const breakConnection: Answer = (request) => request.socket.destroy();
const neverAnswer: Answer = () => undefined;
/** Says 200 and that more is to come, and then breaks or hangs. */
const beginAnswer =
  (then?: 'break'): Answer =>
  (request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"ok":', () => then && request.socket.destroy());
  };

describe('the order of the road', () => {
  it('is that of the design', async () => {
    const steps: string[] = [];
    const logger = await createLogger({ level: 'silent', format: 'json' });
    const { road, services, transport } = openRoad({ logger });
    const spied = interceptors('acme', road.settings, road.policy, services).map(
      (interceptor): OutboundInterceptor => ({
        intercept: async (call, next) => {
          const name = interceptor.constructor.name.replace('Interceptor', '');
          steps.push(name);
          const response = await interceptor.intercept(call, next);
          steps.push(`${name} back`);
          return response;
        },
      }),
    );
    const deadline = new Deadline(1000);
    await compose(spied, async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }))({
      provider: 'acme',
      operation: 'o',
      endpoint: '/',
      method: 'GET',
      url: new URL('http://127.0.0.1'),
      headers: {},
      safety: { by: 'none' },
      priority: 'interactive',
      deadline,
      progress: { attempts: 0 },
    });
    deadline.clear();
    await transport.close();
    const order =
      'Context Logging RequestLog Cache Answer Deprecation Idempotency Compression Retry CircuitBreaker RateLimit Authorization Bulkhead Metrics Timeout';
    const out = order.split(' ');
    expect(steps).toEqual([...out, ...out.toReversed().map((name) => `${name} back`)]);
  });
});

describe('a call', () => {
  it('comes back with the whole answer, whatever its status', async () => {
    const provider = await startProvider((_request, response) => {
      response.writeHead(404, { 'request-id': 'req_1' }).end('{"error":"no"}');
    });
    const { outcome } = await send(provider.url, { method: 'GET' });
    const { headers, body, ...answer } = await outcome;
    expect([answer.status, headers['request-id'], body.toString()]).toEqual([404, 'req_1', '{"error":"no"}']);
  });

  it('logs one line when it ends, with the template instead of the URL', async () => {
    const provider = await startProvider(first(2, status(500)));
    const { outcome, log } = await runWithRequestId('req-of-ours', () => send(provider.url));
    await outcome;
    expect(log).toEqual([
      {
        timestamp: expect.any(String),
        level: 'info',
        event: 'external_api_request',
        request_id: 'req-of-ours',
        provider: 'acme',
        operation: 'payments.create',
        endpoint: '/pay/:id',
        method: 'POST',
        status_code: 200,
        response_time: expect.any(Number),
        retry_count: 2,
        message: 'acme payments.create: 200',
      },
    ]);
    expect(provider.requests.map(({ headers }) => headers['x-request-id'])).toEqual(
      Array(3).fill('req-of-ours'),
    );
  });

  it('warns in the log when it fails, under a request id of its own outside of a request', async () => {
    const provider = await startProvider(breakConnection);
    const { outcome, log } = await send(provider.url, { policy: keyless });
    await expect(outcome).rejects.toThrow(OutcomeUnknownError);
    expect(log).toMatchObject([
      { level: 'warn', status_code: null, message: 'acme payments.create: OutcomeUnknownError' },
    ]);
    expect(log[0]?.['request_id']).toBe(provider.requests[0]?.headers['x-request-id']);
  });

  it('does not go out unencrypted, but to this machine itself', async () => {
    const { outcome } = await send('http://198.51.100.7');
    await expect(outcome).rejects.toThrow(NotConfiguredError);
  });

  it('carries the same idempotency key on every attempt', async () => {
    const provider = await startProvider(first(2, breakConnection));
    await (
      await send(provider.url, { idempotencyKey: 'order-7' })
    ).outcome;
    expect(provider.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(
      Array(3).fill('order-7'),
    );
  });
});

describe('repeating', () => {
  it.each<[string, Answer]>([
    ['500', status(500)],
    ['503', status(503)],
    ['a broken connection', breakConnection],
  ])('happens after %s with an idempotency key, or when it only reads', async (_name, failure) => {
    for (const wish of [{ policy: keyed }, { policy: keyless, method: 'GET' as const }]) {
      const provider = await startProvider(first(3, failure));
      expect((await (await send(provider.url, wish)).outcome).status).toBe(200);
      expect(provider.requests).toHaveLength(4);
    }
  });

  it.each<[string, Answer]>([
    ['500', status(500)],
    ['503', status(503)],
    ['a broken connection', breakConnection],
    ['a hang', neverAnswer],
  ])('never happens after %s to a POST whose provider knows no key', async (_name, failure) => {
    const provider = await startProvider(failure);
    await (await send(provider.url, { policy: keyless, timeoutMs: 100 })).outcome.catch(() => undefined);
    expect(provider.requests).toHaveLength(1);
  });

  it.each([
    ['429', status(429, { 'retry-after': '0' })],
    ['503 with Retry-After', status(503, { 'retry-after': '0' })],
  ])('happens to such a POST after %s, which says that nothing was done', async (_name, refusal) => {
    const provider = await startProvider(first(1, refusal));
    expect((await (await send(provider.url, { policy: keyless })).outcome).status).toBe(200);
  });

  it('happens to such a POST after a refused connection', async () => {
    const { outcome, progress } = await send(await refusingUrl(), { policy: keyless });
    await expect(outcome).rejects.toThrow(ConnectionError);
    await expect(outcome).rejects.toThrow(/could not be reached .*ECONNREFUSED/);
    expect(progress.attempts).toBe(4);
  });

  it.each([
    ['a failed TLS handshake', async () => (await startProvider(ok)).url.replace('http:', 'https:')],
    ['an unknown host', async () => 'https://provider.invalid'],
  ])('happens to such a POST after %s', async (_name, url) => {
    const { outcome, progress } = await send(await url(), { policy: keyless, timeoutMs: 10_000 });
    await expect(outcome).rejects.toThrow(ConnectionError);
    expect(progress.attempts).toBe(4);
  });

  it('waits at least as long as Retry-After says', async () => {
    const arrivals: number[] = [];
    const provider = await startProvider((request, response, attempt) => {
      arrivals.push(performance.now());
      first(1, status(429, { 'retry-after': '1' }))(request, response, attempt);
    });
    await (
      await send(provider.url)
    ).outcome;
    const [refused = 0, repeated = 0] = arrivals;
    expect(repeated - refused).toBeGreaterThanOrEqual(990);
  });

  it('gives the refusal back at once when Retry-After lies beyond the deadline', async () => {
    const provider = await startProvider(status(429, { 'retry-after': '3' }));
    const started = performance.now();
    expect((await (await send(provider.url, { timeoutMs: 2000 })).outcome).status).toBe(429);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('follows the provider’s own hint', async () => {
    const provider = await startProvider(status(500));
    const { outcome } = await send(provider.url, { policy: { ...keyed, retryHint: () => false } });
    expect((await outcome).status).toBe(500);
    expect(provider.requests).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it('to a call that acts is an unknown outcome, also when a repeat was refused at the door', async () => {
    const provider = await startProvider((request, response, attempt) =>
      (attempt === 1 ? breakConnection : status(429, { 'retry-after': '0' }))(request, response, attempt),
    );
    const { outcome } = await send(provider.url);
    await expect(outcome).rejects.toThrow(OutcomeUnknownError);
    await expect(outcome).rejects.toMatchObject({ status: 429, code: 'OUTCOME_UNKNOWN' });
  });

  it('is forgotten when a repeat with the same key is answered', async () => {
    const provider = await startProvider(first(1, breakConnection));
    expect((await (await send(provider.url)).outcome).status).toBe(200);
  });

  it('to a call that reads is a failed connection', async () => {
    const provider = await startProvider(breakConnection);
    await expect((await send(provider.url, { method: 'GET' })).outcome).rejects.toThrow(ConnectionError);
  });

  it.each<
    [
      string,
      HttpMethod,
      Answer,
      typeof TimeoutError | typeof OutcomeUnknownError | typeof ResponseFormatError,
    ]
  >([
    ['a read that hangs before the headers', 'GET', neverAnswer, TimeoutError],
    ['a read that hangs in the body', 'GET', beginAnswer(), TimeoutError],
    ['a write that hangs before the headers', 'POST', neverAnswer, OutcomeUnknownError],
    ['a write that hangs in the body', 'POST', beginAnswer(), ResponseFormatError],
  ])('ends %s on time and closes the socket', async (_name, method, answer, error) => {
    const provider = await startProvider(answer);
    const started = performance.now();
    await expect((await send(provider.url, { method, timeoutMs: 150 })).outcome).rejects.toThrow(error);
    expect(performance.now() - started).toBeLessThan(1000);
    await until(() => provider.openSockets() === 0);
  });

  it('is none while a write still waits for a connection: it was not sent', async () => {
    const provider = await startProvider(neverAnswer);
    const { road, transport } = openRoad({
      logger: await createLogger({ level: 'silent', format: 'json' }),
      settings: { maxConcurrent: 1 },
    });
    cleanups.push(() => transport.close());
    const pay = (timeoutMs: number) =>
      Operation.run(
        { provider: 'acme', operation: 'payments.create', defaultTimeoutMs: timeoutMs },
        {},
        (operation) =>
          runInCallScope(operation.scope('/pay'), () =>
            road.send({ method: 'POST', url: new URL(provider.url), headers: {} }),
          ),
      );
    const inFlight = pay(300);
    await until(() => provider.requests.length === 1);
    const waiting = pay(50);
    await expect(waiting).rejects.toThrow(TimeoutError);
    await expect(waiting).rejects.toMatchObject({ attempts: 0 });
    await expect(inFlight).rejects.toThrow(OutcomeUnknownError);
  });

  it('of a success is never repeated', async () => {
    const provider = await startProvider(beginAnswer('break'));
    await expect((await send(provider.url)).outcome).rejects.toThrow(ResponseFormatError);
    expect(provider.requests).toHaveLength(1);
  });

  it('may be one that is too large', async () => {
    const provider = await startProvider((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const pour = () => void (response.write(chunk) ? setImmediate(pour) : response.once('drain', pour));
      response.on('close', () => response.removeAllListeners('drain'));
      pour();
    });
    const { outcome } = await send(provider.url, { timeoutMs: 10_000 });
    await expect(outcome).rejects.toThrow(/larger than 10485760 bytes/);
    await until(() => provider.openSockets() === 0);
  });
});

describe('a caller who gives up', () => {
  it('gets its own reason, during an attempt and during a wait', async () => {
    for (const answer of [neverAnswer, status(429, { 'retry-after': '1' })]) {
      const provider = await startProvider(answer);
      const caller = new AbortController();
      const { outcome, log } = await send(provider.url, { signal: caller.signal });
      await until(() => provider.requests.length === 1);
      caller.abort('changed my mind');
      await expect(outcome).rejects.toBe('changed my mind');
      expect(log.at(-1)).toMatchObject({ level: 'info', message: 'acme payments.create: aborted' });
    }
  });

  it('before anything was sent reaches nobody', async () => {
    const provider = await startProvider(ok);
    const { outcome } = await send(provider.url, { signal: AbortSignal.abort(new Error('too late')) });
    await expect(outcome).rejects.toThrow('too late');
    expect(provider.requests).toHaveLength(0);
  });
});

/** An address where nobody listens. */
async function refusingUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((turn) => setTimeout(turn, 5));
}
