import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { CircuitOpenError, ConnectionError, OverloadedError, TimeoutError } from '../../contracts/errors.js';
import { createLogger, type Logger } from '../../platform/logging/logger.js';
import { ResponseCache } from '../cache/response-cache.js';
import { systemClock } from '../clock.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { compose, type CallHandler } from '../outbound-interceptor.js';
import { RetryBudget } from '../retry/retry-budget.js';
import { Transport } from '../transport/transport.js';
import { CacheInterceptor } from './cache.interceptor.js';
import { RetryInterceptor } from './retry.interceptor.js';

const MINUTE_MS = 60_000;

let clock: ManualClock;
let provider: FaultServer;
let transport: Transport;
let logger: Logger;
let cache: ResponseCache;
let answer: (path: string, attempt: number) => Fault;
const deadlines: Deadline[] = [];

beforeEach(async () => {
  clock = new ManualClock();
  logger = await createLogger({ level: 'silent', format: 'json' });
  let count = 0;
  answer = () => faults.ok({ count: (count += 1) });
  provider = await startFaultServer({ answer: ({ path }, attempt) => answer(path, attempt) });
  transport = new Transport();
  cache = new ResponseCache({ logger, clock });
});

afterEach(async () => {
  for (const deadline of deadlines.splice(0)) deadline.clear();
  await provider.close();
  await transport.close();
});

interface Wish extends Partial<OutboundCall> {
  path?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

function call({ path = '/things', timeoutMs = 5000, signal, ...rest }: Wish = {}): OutboundCall {
  const deadline = new Deadline(timeoutMs, signal);
  deadlines.push(deadline);
  return {
    provider: 'acme',
    operation: 'things.list',
    endpoint: path,
    method: 'GET',
    url: new URL(path, provider.url),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    cache: { ttlMs: MINUTE_MS },
    deadline,
    progress: { attempts: 0 },
    ...rest,
  };
}

/** The real chain around the cache, with nothing repeated. */
function road(last: CallHandler = transport.send): CallHandler {
  const listener = { retried: () => undefined, retryBudgetExhausted: () => undefined };
  const retry = new RetryInterceptor(
    { maxRetries: 0, retryDelayMs: 1 },
    {},
    new RetryBudget(systemClock),
    { record: async () => undefined },
    listener,
    systemClock,
  );
  return compose([new CacheInterceptor(cache, { cacheAsked: () => undefined }), retry], last);
}

const read = (wish?: Wish, last?: CallHandler) => road(last)(call(wish));
const write = (wish: Wish = {}, last?: CallHandler) =>
  road(last)(call({ method: 'POST', operation: 'things.create', cache: undefined, ...wish }));

function countOf({ body }: OutboundResponse): number {
  return (JSON.parse(body.toString()) as { count: number }).count;
}

describe('a kept answer', () => {
  it('is given until its time is over', async () => {
    expect((await read()).fromCache).toBeUndefined();
    await clock.advance(MINUTE_MS - 1);
    const again = await read();
    expect([countOf(again), again.fromCache, again.status]).toEqual([1, 'fresh', 200]);
    expect(again.headers['content-type']).toBe('application/json');
    await clock.advance(1);
    expect(countOf(await read())).toBe(2);
  });

  it('is kept only where the operation opted in', async () => {
    await read({ cache: undefined });
    expect(countOf(await read({ cache: undefined }))).toBe(2);
    expect(countOf(await read())).toBe(3);
  });

  it.each<[string, Wish]>([
    ['another account', { connectionId: 'conn_2' }],
    ['another provider', { provider: 'other' }],
    ['another credential', { headers: { authorization: 'Bearer other' } }],
    ['another language', { headers: { 'accept-language': 'de' } }],
    ['another query', { path: '/things?page=2' }],
    ['another method', { method: 'HEAD' }],
  ])('is never that of %s', async (_what, other) => {
    await read();
    expect((await read(other)).fromCache).toBeUndefined();
    expect(provider.requests).toHaveLength(2);
  });

  it('stays as it was, whatever its consumers do with theirs', async () => {
    for (const response of await Promise.all([read(), read(), read()])) {
      expect(countOf(response)).toBe(1);
      response.body.fill(0);
    }
    const hit = await read();
    expect(countOf(hit)).toBe(1);
    hit.body.fill(0);
    expect(countOf(await read())).toBe(1);
  });

  it('makes room for others by size', async () => {
    cache = new ResponseCache({ logger, clock, maxBytes: 100_000 });
    answer = () => faults.ok('x'.repeat(10_000));
    for (let page = 0; page < 20; page += 1) await read({ path: `/things?page=${page}` });
    expect((await read({ path: '/things?page=0' })).fromCache).toBeUndefined();
    expect((await read({ path: '/things?page=19' })).fromCache).toBe('fresh');
  });
});

describe('what the provider says of its answer', () => {
  it('no-store is never kept, and takes back what was kept before', async () => {
    await read({ cache: { ttlMs: 1, staleIfErrorMs: MINUTE_MS } });
    await clock.advance(1);
    answer = () => faults.ok({ count: 2 }, { 'cache-control': 'no-store' });
    await read();
    await read();
    expect(provider.requests).toHaveLength(3);
    answer = () => faults.status(503);
    expect((await read({ cache: { ttlMs: 1, staleIfErrorMs: MINUTE_MS } })).status).toBe(503);
  });

  it('a 404 is not kept, and takes back what was kept before', async () => {
    const rule = { ttlMs: 1, staleIfErrorMs: MINUTE_MS };
    await read({ cache: rule });
    await clock.advance(1);
    answer = () => faults.status(404);
    await read({ cache: rule });
    answer = () => faults.status(503);
    expect((await read({ cache: rule })).status).toBe(503);
  });

  it('a 304 renews the answer and its headers, for everybody who waits', async () => {
    answer = () => faults.ok({ count: 1 }, { etag: '"a"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    await read();
    await clock.advance(MINUTE_MS);
    answer = () => faults.status(304, { 'x-checked': 'yes', 'content-length': '0' }, '');
    const renewed = await Promise.all([read(), read()]);
    for (const response of renewed) {
      expect([countOf(response), response.status, response.fromCache]).toEqual([1, 200, 'revalidated']);
      expect(response.headers).toMatchObject({ etag: '"a"', 'x-checked': 'yes', 'content-length': '11' });
    }
    expect(provider.requests).toHaveLength(2);
    expect(provider.requests[1]?.headers).toMatchObject({
      'if-none-match': '"a"',
      'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT',
    });
    expect((await read()).fromCache).toBe('fresh');
  });

  it('no-cache is asked for again each time', async () => {
    answer = () => faults.ok({ count: 1 }, { etag: '"a"', 'cache-control': 'no-cache' });
    await read();
    answer = () => faults.status(304, {}, '');
    expect((await read()).fromCache).toBe('revalidated');
    expect((await read()).fromCache).toBe('revalidated');
    expect(provider.requests).toHaveLength(3);
  });
});

describe('while the provider fails', () => {
  const rule = { ttlMs: MINUTE_MS, staleIfErrorMs: MINUTE_MS };
  const circuitOpen = new CircuitOpenError('open', { provider: 'acme', operation: 'things.list' }, 1000);

  beforeEach(async () => {
    await read({ cache: rule });
    await clock.advance(MINUTE_MS);
  });

  it.each<[string, Fault]>([
    ['a 500', faults.status(500)],
    ['a 503', faults.status(503)],
    ['a 429', faults.tooMany(1)],
    ['a broken connection', faults.resetBefore()],
    ['half an answer', faults.hangMidBody()],
    ['silence', faults.hang()],
  ])('%s is covered by the kept answer', async (_what, fault) => {
    answer = () => fault;
    const response = await read({ cache: rule, timeoutMs: 300 });
    expect([countOf(response), response.fromCache]).toEqual([1, 'stale']);
  });

  it('an open circuit is, too', async () => {
    expect((await read({ cache: rule }, () => Promise.reject(circuitOpen))).fromCache).toBe('stale');
  });

  it('but no longer than the rule allows', async () => {
    await clock.advance(MINUTE_MS);
    answer = () => faults.status(503);
    expect((await read({ cache: rule })).status).toBe(503);
    await expect(read({ cache: rule }, () => Promise.reject(circuitOpen))).rejects.toBe(circuitOpen);
  });

  it('a refusal is no failure', async () => {
    answer = () => faults.status(403);
    expect((await read({ cache: rule })).status).toBe(403);
  });

  it('a caller who gives up gets nothing but their reason', async () => {
    answer = () => faults.hang();
    const caller = new AbortController();
    const given = read({ cache: rule, signal: caller.signal });
    const reason = new Error('the customer left');
    caller.abort(reason);
    await expect(given).rejects.toBe(reason);
  });

  it('a write that was held back leaves the kept answer where it is', async () => {
    await expect(write({}, () => Promise.reject(circuitOpen))).rejects.toBe(circuitOpen);
    expect((await read({ cache: rule }, () => Promise.reject(circuitOpen))).fromCache).toBe('stale');
  });
});

describe('after a write', () => {
  const writes: [string, Fault][] = [
    ['that succeeded', faults.ok()],
    ['that failed with a 500', faults.status(500)],
    ['whose answer was lost', faults.resetAfter()],
    ['whose answer cannot be read', faults.resetMidBody()],
  ];

  it.each(writes)('%s nothing of its group is given any more', async (_what, fault) => {
    await read();
    await read({ operation: 'things.get', path: '/things/1' });
    await read({ operation: 'contacts.list', path: '/contacts' });
    await read({ connectionId: 'conn_2' });
    const reads = answer;
    answer = () => fault;
    await write().catch(() => undefined);
    answer = reads;
    expect((await read()).fromCache).toBeUndefined();
    expect((await read({ operation: 'things.get', path: '/things/1' })).fromCache).toBeUndefined();
    expect((await read({ operation: 'contacts.list', path: '/contacts' })).fromCache).toBe('fresh');
    expect((await read({ connectionId: 'conn_2' })).fromCache).toBe('fresh');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['was refused', () => Promise.resolve({ status: 400, headers: {}, body: Buffer.alloc(0) })],
    [
      'never left',
      () => Promise.reject(new OverloadedError('full', { provider: 'acme', operation: 'things.create' })),
    ],
  ])('a write that %s changes nothing', async (_what, outcome) => {
    await read();
    await write({}, outcome as CallHandler).catch(() => undefined);
    expect((await read()).fromCache).toBe('fresh');
  });

  it('a read that was under way meanwhile is not kept, and not shared with those who come after', async () => {
    answer = () => faults.slow(200, faults.ok({ count: 1 }));
    const before = read();
    await eventually('the read is under way', () => (provider.requests.length === 1 ? true : undefined));
    answer = () => faults.ok();
    await write();
    answer = () => faults.ok({ count: 2 });
    expect(countOf(await read())).toBe(2);
    expect(countOf(await before)).toBe(1);
    expect(countOf(await read())).toBe(2);
  });
});

describe('to invalidate', () => {
  it('forgets a group of one account, or all of it', async () => {
    const one = { connectionId: 'conn_1' };
    const both = async () => [
      (await read(one)).fromCache,
      (await read({ ...one, operation: 'contacts.get' })).fromCache,
      (await read({ connectionId: 'conn_2' })).fromCache,
    ];
    await both();
    expect(await both()).toEqual(['fresh', 'fresh', 'fresh']);
    await cache.invalidate({ provider: 'acme', ...one, operation: 'contacts' });
    expect(await both()).toEqual(['fresh', undefined, 'fresh']);
    await cache.invalidate({ provider: 'acme', ...one });
    expect(await both()).toEqual([undefined, undefined, 'fresh']);
  });
});

describe('many equal calls at once', () => {
  it('make one request', async () => {
    answer = () => faults.slow(50, faults.ok({ count: 1 }));
    const answers = await Promise.all(Array.from({ length: 100 }, () => read()));
    expect(answers.map(countOf)).toEqual(Array.from({ length: 100 }, () => 1));
    expect(provider.requests).toHaveLength(1);
  });

  it('of different accounts make one request each', async () => {
    answer = () => faults.slow(50, faults.ok({ count: 1 }));
    await Promise.all(Array.from({ length: 100 }, (_, at) => read({ connectionId: `conn_${at % 4}` })));
    expect(provider.requests).toHaveLength(4);
  });

  it('share a failure, too', async () => {
    answer = () => faults.slow(50, faults.resetBefore());
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => read()));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(ConnectionError) });
    expect(provider.requests).toHaveLength(1);
  });

  it('go on with one of them when the first gives up', async () => {
    answer = (_path, attempt) => (attempt === 1 ? faults.hang() : faults.slow(50, faults.ok({ count: 2 })));
    const leader = new AbortController();
    const first = read({ signal: leader.signal });
    const others = Array.from({ length: 20 }, () => read());
    await eventually('the first has asked', () => (provider.requests.length === 1 ? true : undefined));
    const reason = new Error('the customer left');
    leader.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect((await Promise.all(others)).map(countOf)).toEqual(Array.from({ length: 20 }, () => 2));
    expect(provider.requests).toHaveLength(2);
  });

  it('go on with one of them when the first has less time', async () => {
    answer = (_path, attempt) => (attempt === 1 ? faults.hang() : faults.ok({ count: 2 }));
    const first = read({ timeoutMs: 100 });
    const second = read();
    await expect(first).rejects.toThrow(TimeoutError);
    expect(countOf(await second)).toBe(2);
  });

  it('wait each by their own deadline, and the first goes on', async () => {
    answer = () => faults.slow(300, faults.ok({ count: 1 }));
    const first = read();
    const caller = new AbortController();
    const hasty = read({ timeoutMs: 50 });
    const leaving = read({ signal: caller.signal });
    const reason = new Error('the customer left');
    caller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await expect(hasty).rejects.toThrow(TimeoutError);
    expect(countOf(await first)).toBe(1);
    expect(provider.requests).toHaveLength(1);
  });
});
