import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RateLimitError } from '../../contracts/errors.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { WindowStore } from '../../../test/support/window-store.js';
import { createLogger, type Logger } from '../../platform/logging/logger.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { RateLimitInterceptor } from './rate-limit.interceptor.js';

let clock: ManualClock;
let store: WindowStore;
let logger: Logger;
let throttled: number;
let waits: number[];
/** When each call left, by its operation, in ms. */
let left: [string, number][];
let answers: (call: OutboundCall) => Promise<OutboundResponse>;
const deadlines: Deadline[] = [];

beforeEach(async () => {
  clock = new ManualClock();
  store = new WindowStore(clock);
  logger = await createLogger({ level: 'silent', format: 'json' });
  throttled = 0;
  waits = [];
  left = [];
  answers = async () => answer(200);
});

afterEach(() => {
  for (const deadline of deadlines.splice(0)) deadline.clear();
});

function answer(status: number, headers: Record<string, string> = {}): OutboundResponse {
  return { status, headers, body: Buffer.alloc(0) };
}

function replica() {
  const events = {
    onThrottled: () => void (throttled += 1),
    onWait: (_: string, s: number) => void waits.push(s),
  };
  return new RateLimits(store, logger, events, clock);
}

function road(perMinute: number | undefined, windowSeconds = 1, limits = replica()) {
  return new RateLimitInterceptor(limits, perMinute, { rateLimitWindowSeconds: windowSeconds });
}

function call(
  options: Partial<OutboundCall> & { timeoutMs?: number; signal?: AbortSignal } = {},
): OutboundCall {
  const { timeoutMs = 60_000, signal, ...rest } = options;
  const deadline = new Deadline(timeoutMs, signal, clock);
  deadlines.push(deadline);
  return {
    method: 'POST',
    url: new URL('http://localhost/v1/things'),
    headers: {},
    provider: 'stripe',
    operation: 'things.create',
    endpoint: '/v1/things',
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 1 },
    ...rest,
  };
}

function send(on: RateLimitInterceptor, options: Parameters<typeof call>[0] = {}): Promise<unknown> {
  return on
    .intercept(call(options), (leaving) => {
      left.push([leaving.operation, clock.nowMs()]);
      return answers(leaving);
    })
    .catch((error: unknown) => error);
}

/** An answer that comes after a while of the clock's. */
function slowly(ms: number, status = 200, headers: Record<string, string> = {}) {
  return async () => {
    await clock.sleep(ms);
    return answer(status, headers);
  };
}

const departures = () => left.map(([, atMs]) => atMs);

describe('A configured limit', () => {
  it('lets as many calls through a window as it allows, over all replicas', async () => {
    const replicas = [1, 2, 3].map(() => road(1500));
    for (let i = 0; i < 200; i += 1) for (const one of replicas) void send(one, { mayWait: true });
    await clock.advance(0);
    await clock.advance(30_000);
    expect(left).toHaveLength(600);
    const perWindow = new Map<number, number>();
    for (const atMs of departures())
      perWindow.set(Math.floor(atMs / 1_040), (perWindow.get(Math.floor(atMs / 1_040)) ?? 0) + 1);
    expect([...perWindow.values()]).toEqual(Array.from({ length: 24 }, () => 25));
  });

  it('takes its tokens in blocks', async () => {
    const one = road(6_000, 60);
    for (let i = 0; i < 600; i += 1) await send(one);
    expect(store.trips).toBe(2);
  });

  it('serves who came first, and interactive calls before those in the background', async () => {
    const one = road(60);
    await send(one, { operation: 'first' });
    for (const operation of ['b1', 'b2']) void send(one, { operation, priority: 'background' });
    for (const operation of ['i1', 'i2']) void send(one, { operation });
    await clock.advance(5_000);
    expect(left.map(([operation]) => operation)).toEqual(['first', 'i1', 'i2', 'b1', 'b2']);
  });

  it('keeps a fifth of each window for interactive calls, however many wait in the background', async () => {
    const [one, other] = [road(600), road(600)];
    for (let i = 0; i < 50; i += 1)
      void send(one, { operation: 'background', priority: 'background', mayWait: true });
    await clock.advance(100);
    expect(left).toHaveLength(8);
    await Promise.all([send(one, { operation: 'person' }), send(other, { operation: 'person' })]);
    expect(left.slice(8)).toEqual([
      ['person', 100],
      ['person', 100],
    ]);
  });

  it('refuses at once who would wait for too long', async () => {
    const one = road(1, 60);
    await send(one);
    const refused = send(one);
    await clock.advance(1);
    expect(await refused).toBeInstanceOf(RateLimitError);
    expect(await refused).toMatchObject({ attempts: 1, retryAfterMs: 60_040 });
    expect(left).toHaveLength(1);
  });

  it('refuses those in line as soon as the store has said that their turn comes too late', async () => {
    const one = road(1, 60);
    const [first, second] = [send(one), send(one)];
    await clock.advance(1);
    expect(await Promise.all([first, second])).toMatchObject([{ status: 200 }, { code: 'RATE_LIMITED' }]);
  });

  it('refuses at once whose deadline comes first, and lets wait who may', async () => {
    const one = road(10, 6);
    await send(one);
    const hurried = send(one, { timeoutMs: 5_000 });
    const patient = send(one, { timeoutMs: 7_000, mayWait: true });
    await clock.advance(1);
    expect(await hurried).toBeInstanceOf(RateLimitError);
    await clock.advance(6_500);
    expect(await patient).toMatchObject({ status: 200 });
    expect(waits.at(-1)).toBeCloseTo(6.04, 2);
  });

  it('lets go of who gives up, with the reason', async () => {
    const one = road(60);
    await send(one);
    const controller = new AbortController();
    const waiting = send(one, { signal: controller.signal });
    await clock.advance(10);
    controller.abort('changed my mind');
    expect(await waiting).toBe('changed my mind');
    await clock.advance(5_000);
    expect(left).toHaveLength(1);
  });

  it('leaves no timer behind, not even for a turn that nobody waits for any more', async () => {
    const one = road(1, 60);
    await send(one);
    const controller = new AbortController();
    void send(one, { mayWait: true, timeoutMs: 100_000, signal: controller.signal });
    await clock.advance(10);
    expect(clock.waiting).toBeGreaterThan(deadlines.length);
    controller.abort();
    for (const deadline of deadlines) deadline.clear();
    expect(clock.waiting).toBe(0);
  });
});

describe('A 429', () => {
  it.each([[undefined], [6_000]])(
    'holds all calls back until its Retry-After is over (limit: %s)',
    async (limit) => {
      const one = road(limit);
      answers = async () => answer(429, { 'retry-after': '3' });
      await send(one);
      answers = async () => answer(200);
      const waiting = [send(one), send(one)];
      await clock.advance(2_999);
      expect(left).toHaveLength(1);
      await clock.advance(2);
      expect(await Promise.all(waiting)).toMatchObject([{ status: 200 }, { status: 200 }]);
      expect(throttled).toBe(1);
    },
  );

  it('is told to the other replicas', async () => {
    const [one, other] = [road(600), road(600)];
    answers = async () => answer(429, { 'retry-after': '3' });
    await send(one);
    answers = async () => answer(200);
    void send(other);
    await clock.advance(2_999);
    expect(left).toHaveLength(1);
    await clock.advance(100);
    expect(left).toHaveLength(2);
  });

  it('without a stated wait is given longer each time in a row, and a success ends the row', async () => {
    const one = road(undefined);
    answers = async () => answer(429);
    for (let i = 0; i < 5; i += 1) void send(one);
    await clock.advance(0);
    answers = async () => answer(429);
    for (const waitMs of [1_000, 2_000, 4_000]) {
      void send(one, { mayWait: true });
      await clock.advance(waitMs + 1);
    }
    answers = async () => answer(200);
    void send(one, { mayWait: true });
    await clock.advance(8_001);
    expect(departures().slice(-4)).toEqual(
      [1_000, 3_001, 7_002, 15_003].map((atMs) => expect.closeTo(atMs, -1)),
    );
    answers = async () => answer(429);
    await send(one);
    const before = clock.nowMs();
    void send(one);
    await clock.advance(1_001);
    expect(departures().at(-1)).toBeCloseTo(before + 1_000, -1);
  });

  it('is followed by one call first, and then by more with each good answer', async () => {
    const one = road(undefined);
    answers = async () => answer(429, { 'retry-after': '1' });
    await send(one);
    answers = slowly(100);
    for (let i = 0; i < 31; i += 1) void send(one);
    await clock.advance(1_050);
    expect(left).toHaveLength(2);
    await clock.advance(100);
    expect(left).toHaveLength(4);
    await clock.advance(100);
    expect(left).toHaveLength(8);
    await clock.advance(1_000);
    expect(left).toHaveLength(32);
  });

  it('is not made worse by the calls that were held up between their turn and the wire', async () => {
    const one = road(undefined);
    answers = async () => answer(429, { 'retry-after': '2' });
    const inBulkhead: (() => void)[] = [];
    const held = Array.from({ length: 10 }, () =>
      one.intercept(call(), async (leaving) => {
        if (clock.nowMs() === 0) await new Promise<void>((go) => inBulkhead.push(go));
        leaving.beforeDeparture?.();
        left.push([leaving.operation, clock.nowMs()]);
        return answer(200);
      }),
    );
    await send(one);
    for (const go of inBulkhead) go();
    await clock.advance(1_999);
    expect(left).toHaveLength(1);
    await clock.advance(1_000);
    expect(await Promise.all(held)).toHaveLength(10);
  });

  it('refuses who cannot wait for its end', async () => {
    const one = road(undefined);
    answers = slowly(10, 429, { 'retry-after': '3600' });
    const first = send(one);
    await clock.advance(11);
    expect(await first).toMatchObject({ status: 429 });
    expect(await send(one)).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3_599_999 });
  });
});

describe('The headers of a provider', () => {
  it('let no more start than are left, those in flight included', async () => {
    const one = road(undefined);
    answers = async () => answer(200, { 'ratelimit-remaining': '3', 'ratelimit-reset': '5' });
    await send(one);
    answers = slowly(20_000);
    for (let i = 0; i < 10; i += 1) void send(one);
    await clock.advance(4_990);
    expect(left).toHaveLength(4);
    await clock.advance(100);
    expect(left).toHaveLength(11);
  });

  it('spread the last calls over the time to the reset', async () => {
    const one = road(undefined);
    const headers = { 'ratelimit-limit': '100', 'ratelimit-reset': '8' };
    answers = async () => answer(200, { ...headers, 'ratelimit-remaining': '3' });
    await send(one);
    answers = slowly(20_000);
    for (let i = 0; i < 3; i += 1) void send(one);
    await clock.advance(8_000);
    expect(departures()).toEqual([0, 2_000, 4_000, 6_000]);
  });

  it('are not believed to show more by an answer that was overtaken', async () => {
    const one = road(undefined);
    const headers = { 'ratelimit-reset': '5' };
    answers = slowly(10, 200, { ...headers, 'ratelimit-remaining': '1' });
    void send(one, { operation: 'is overtaken' });
    answers = slowly(5, 200, { ...headers, 'ratelimit-remaining': '0' });
    void send(one, { operation: 'overtakes' });
    await clock.advance(20);
    void send(one, { operation: 'waits' });
    await clock.advance(4_980);
    expect(left).toHaveLength(2);
    await clock.advance(10);
    expect(left).toHaveLength(3);
  });
});

describe('Accounts', () => {
  it('have limits of their own', async () => {
    const one = road(1, 60);
    await Promise.all([send(one), send(one, { connectionId: 'a' }), send(one, { connectionId: 'b' })]);
    expect(left).toHaveLength(3);
  });

  it('cost no trip to the store without a limit', async () => {
    const one = road(undefined);
    for (let i = 0; i < 100; i += 1) await send(one);
    expect(store.trips).toBe(0);
  });
});
