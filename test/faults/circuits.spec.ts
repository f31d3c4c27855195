import { afterEach, describe, expect, it } from 'vitest';
import { CircuitOpenError, RateLimitError } from '../../src/contracts/errors.js';
import { Bulkhead } from '../../src/outbound/bulkhead/bulkhead.js';
import { Circuits } from '../../src/outbound/circuit-breaker/circuits.js';
import { Deadline } from '../../src/outbound/deadline.js';
import { BulkheadInterceptor } from '../../src/outbound/interceptors/bulkhead.interceptor.js';
import { CircuitBreakerInterceptor } from '../../src/outbound/interceptors/circuit-breaker.interceptor.js';
import type { OutboundCall, OutboundResponse } from '../../src/outbound/outbound-call.js';
import { compose, type CallHandler } from '../../src/outbound/outbound-interceptor.js';
import { Transport } from '../../src/outbound/transport/transport.js';
import { faults, refusingUrl, startFaultServer, type Fault } from '../support/fault-server.js';
import { ManualClock } from '../support/manual-clock.js';

/** FAULTS O1, O2 and O7: circuit breaker and bulkhead over real sockets; time is moved by hand. */

const OPEN_MS = 10_000;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function roadTo(url: string, maxConcurrent = 50) {
  const clock = new ManualClock();
  const circuits = new Circuits({ clock, openMs: OPEN_MS });
  const transport = new Transport();
  cleanups.push(() => transport.close());
  let requests = 0;
  const counted: CallHandler = (call) => {
    requests += 1;
    return transport.send(call);
  };
  const breaker = new CircuitBreakerInterceptor(circuits);
  const bulkhead = new Bulkhead('stripe', maxConcurrent);
  const travel = compose([breaker, new BulkheadInterceptor(bulkhead)], counted);
  const send = async (overrides: Partial<OutboundCall> = {}): Promise<OutboundResponse> => {
    const call = callTo(url, overrides);
    try {
      return await travel(call);
    } finally {
      call.deadline.clear();
    }
  };
  const sendAll = async (count: number, overrides?: Partial<OutboundCall>) =>
    Promise.allSettled(Array.from({ length: count }, () => send(overrides)));
  return { clock, circuits, bulkhead, breaker, send, sendAll, requests: () => requests };
}

function callTo(url: string, overrides: Partial<OutboundCall>): OutboundCall {
  return {
    provider: 'stripe',
    operation: 'payments.create',
    endpoint: '/v1/payment_intents',
    method: 'POST',
    url: new URL('/v1/payment_intents', url),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    deadline: new Deadline(5_000),
    progress: { attempts: 1 },
    ...overrides,
  };
}

/** A provider that does the same to everybody, until it is told otherwise. */
async function provider(first: Fault) {
  const state = { fault: first };
  const server = await startFaultServer({ answer: () => state.fault });
  cleanups.push(() => server.close());
  return { server, behave: (fault: Fault) => void (state.fault = fault) };
}

const heldBack = (results: PromiseSettledResult<unknown>[]) =>
  results.filter((result) => result.status === 'rejected' && result.reason instanceof CircuitOpenError);

describe('A provider that is dead', () => {
  it.each([
    ['refuses connections', async () => refusingUrl()],
    ['answers 503', async () => (await provider(faults.status(503))).server.url],
    ['resets every connection', async () => (await provider(faults.resetBefore())).server.url],
  ])('and %s gets at most 0.15 requests a call', async (_name, start) => {
    const road = roadTo(await start());
    let left = 400;
    const one = async () => {
      for (; left > 0;) {
        left -= 1;
        await road.send().catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: 64 }, one));
    expect(road.requests() / 400).toBeLessThanOrEqual(0.15);
    expect([road.bulkhead.inFlight, road.bulkhead.waiting]).toEqual([0, 0]);
  });

  it('gets two trial calls at a time, and everything again within one window after it is back', async () => {
    const { server, behave } = await provider(faults.status(503));
    const road = roadTo(server.url);
    await road.sendAll(10);
    for (let outage = 0; outage < 6; outage += 1) {
      const before = server.requests.length;
      expect(heldBack(await road.sendAll(50))).toHaveLength(50);
      await road.clock.advance(OPEN_MS);
      expect(heldBack(await road.sendAll(50))).toHaveLength(48);
      expect(server.requests.length - before).toBe(2);
    }
    behave(faults.ok());
    await road.clock.advance(OPEN_MS);
    await road.send();
    expect(heldBack(await road.sendAll(50))).toHaveLength(0);
    expect(road.circuits.worstState('stripe')).toBe('closed');
  });

  it('holds back the group and the account that fail, and says when to come again', async () => {
    const { server, behave } = await provider(faults.status(500));
    const road = roadTo(server.url);
    await road.sendAll(10, { connectionId: 'acme' });
    const refused = road.send({ connectionId: 'acme' });
    await expect(refused).rejects.toMatchObject({ code: 'CIRCUIT_OPEN', retryable: true });
    await expect(refused).rejects.toThrow(/was not sent.*HTTP 500.*Try again in (9|10) s/);
    await refused.catch(({ retryAfterMs }: CircuitOpenError) => {
      expect(retryAfterMs).toBeGreaterThan(8_000);
      expect(retryAfterMs).toBeLessThanOrEqual(OPEN_MS);
    });
    behave(faults.ok());
    expect(await road.send({ connectionId: 'other' })).toMatchObject({ status: 200 });
    expect(await road.send({ connectionId: 'acme', operation: 'refunds.create' })).toMatchObject({
      status: 200,
    });
    expect(road.circuits.worstState('stripe')).toBe('open');
  });
});

describe('A circuit never opens', () => {
  it.each([400, 401, 404, 409, 429, 501])('by answers of HTTP %i', async (status) => {
    const road = roadTo((await provider(faults.status(status))).server.url);
    expect(heldBack(await road.sendAll(100))).toHaveLength(0);
    expect(road.requests()).toBe(100);
  });

  it('by callers that give up, or that give it less than a second', async () => {
    const road = roadTo((await provider(faults.hang())).server.url);
    const caller = new AbortController();
    const abandoned = Array.from({ length: 40 }, () =>
      road.send({ deadline: new Deadline(30_000, caller.signal) }),
    );
    setImmediate(() => caller.abort(new Error('gone')));
    await Promise.allSettled(abandoned);
    await Promise.allSettled(Array.from({ length: 40 }, () => road.send({ deadline: new Deadline(300) })));
    expect(road.circuits.worstState('stripe')).toBe('closed');
  });

  it('by limits of our own, and a trial that such a limit ends gives its place back', async () => {
    const { server, behave } = await provider(faults.status(503));
    const road = roadTo(server.url);
    const limited = () =>
      road.breaker
        .intercept(callTo(server.url, {}), async () => {
          throw new RateLimitError('our own limit', { provider: 'stripe', operation: 'o' }, 1_000);
        })
        .catch((error: unknown) => error);
    for (let call = 0; call < 100; call += 1) expect(await limited()).toBeInstanceOf(RateLimitError);
    await road.sendAll(10);
    expect(await limited()).toBeInstanceOf(CircuitOpenError);
    await road.clock.advance(OPEN_MS);
    for (let call = 0; call < 10; call += 1) expect(await limited()).toBeInstanceOf(RateLimitError);
    behave(faults.ok());
    expect(await road.send()).toMatchObject({ status: 200 });
  });
});

describe('A circuit opens', () => {
  it('by a provider that lets calls hang for longer than a second', async () => {
    const road = roadTo((await provider(faults.hang())).server.url);
    await Promise.allSettled(Array.from({ length: 10 }, () => road.send({ deadline: new Deadline(1_200) })));
    expect(road.circuits.worstState('stripe')).toBe('open');
  });
});

describe('Calls that queued before the circuit opened', () => {
  it('do not leave after it', async () => {
    const { server } = await provider(faults.slow(50, faults.status(503)));
    const road = roadTo(server.url, 20);
    const results = await road.sendAll(200);
    expect(heldBack(results).length).toBeGreaterThanOrEqual(170);
    expect(server.requests.length).toBeLessThanOrEqual(30);
  });
});

describe('One slow tenant', () => {
  it('leaves room for the others', async () => {
    const server = await startFaultServer({
      answer: ({ headers }) => (headers['x-account'] === 'slow' ? faults.hang() : faults.ok()),
    });
    cleanups.push(() => server.close());
    const road = roadTo(server.url, 10);
    const caller = new AbortController();
    const slow = Array.from({ length: 100 }, () =>
      road.send({
        connectionId: 'slow',
        headers: { 'x-account': 'slow' },
        deadline: new Deadline(30_000, caller.signal),
      }),
    );
    const startedAt = performance.now();
    const others = await road.sendAll(100, { connectionId: 'other' });
    expect(others.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    caller.abort(new Error('enough'));
    await Promise.allSettled(slow);
    expect(road.bulkhead.inFlight).toBe(0);
  });
});
