import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { CircuitOpenError, OverloadedError, TimeoutError } from '../../contracts/errors.js';
import { Deadline } from '../deadline.js';
import { BulkheadInterceptor } from '../interceptors/bulkhead.interceptor.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { Bulkhead } from './bulkhead.js';

const OK: OutboundResponse = { status: 200, headers: {}, body: Buffer.alloc(0) };

function callOf(overrides: Partial<OutboundCall> = {}): OutboundCall {
  return {
    provider: 'google-calendar',
    operation: 'events.list',
    endpoint: '/events',
    method: 'GET',
    url: new URL('http://127.0.0.1/events'),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    deadline: new Deadline(30_000, undefined, new ManualClock()),
    progress: { attempts: 1 },
    ...overrides,
  };
}

/** Lets everything happen that can, a chain of calls that hand a slot on included. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await new Promise((turn) => setImmediate(turn));
}

/** A provider that answers when it is told to. */
function scene(maxConcurrent: number) {
  const bulkhead = new Bulkhead('google-calendar', maxConcurrent);
  const interceptor = new BulkheadInterceptor(bulkhead);
  const left: string[] = [];
  const unanswered: (() => void)[] = [];
  const send = (name: string, overrides: Partial<OutboundCall> = {}) =>
    interceptor.intercept(callOf(overrides), async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      left.push(name);
      unanswered.push(resolve);
      await promise;
      return OK;
    });
  const answerNext = async () => {
    unanswered.shift()?.();
    await settle();
  };
  const names = () => left;
  return { bulkhead, send, answerNext, names };
}

describe('A bulkhead', () => {
  it('lets no more calls be in flight than it may, and all in the end', async () => {
    const { bulkhead, send, answerNext, names } = scene(3);
    const calls = Array.from({ length: 10 }, (_, index) => send(`${index}`));
    await settle();
    expect(names()).toEqual(['0', '1', '2']);
    expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([3, 7]);
    for (let answers = 0; answers < 10; answers += 1) {
      await answerNext();
      expect(bulkhead.inFlight).toBeLessThanOrEqual(3);
    }
    await Promise.all(calls);
    expect(names()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([0, 0]);
  });

  it('gives one connected account half of the slots at most', async () => {
    const { send, names } = scene(5);
    for (let call = 0; call < 9; call += 1) void send('slow', { connectionId: 'slow' });
    await settle();
    expect(names()).toEqual(['slow', 'slow', 'slow']);
    void send('other', { connectionId: 'other' });
    await settle();
    expect(names()).toEqual(['slow', 'slow', 'slow', 'other']);
  });

  it('lets the accounts take turns, in order within each, and people before jobs', async () => {
    const { send, names, answerNext } = scene(1);
    void send('first');
    for (const name of ['a1', 'a2', 'a3']) void send(name, { connectionId: 'a' });
    void send('job', { connectionId: 'z', priority: 'background' });
    for (const name of ['b1', 'b2']) void send(name, { connectionId: 'b' });
    await settle();
    for (let answers = 0; answers < 7; answers += 1) await answerNext();
    expect(names()).toEqual(['first', 'a1', 'b1', 'a2', 'b2', 'a3', 'job']);
  });

  it('refuses at once what would wait behind too many, and names the variable', async () => {
    const { bulkhead, send } = scene(2);
    for (let call = 0; call < 42; call += 1) void send('waiting');
    await settle();
    const refused = send('one too many');
    await expect(refused).rejects.toThrow(OverloadedError);
    await expect(refused).rejects.toThrow(/GOOGLE_CALENDAR_MAX_CONCURRENT/);
    expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([2, 40]);
  });

  it('lets one connected account fill half of the queue at most', async () => {
    const { send } = scene(2);
    for (let call = 0; call < 21; call += 1) void send('slow', { connectionId: 'slow' });
    await settle();
    await expect(send('slow', { connectionId: 'slow' })).rejects.toThrow(OverloadedError);
    const other = send('other', { connectionId: 'other' });
    await expect(Promise.race([other, settle().then(() => 'waits or flies')])).resolves.toBe(
      'waits or flies',
    );
  });

  it('ends a wait with the deadline, and says that nothing was sent', async () => {
    const { bulkhead, send, answerNext, names } = scene(1);
    const first = send('first');
    const clock = new ManualClock();
    const waiting = send('late', { deadline: new Deadline(2_000, undefined, clock) });
    const refused = waiting.catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(await refused).toBeInstanceOf(TimeoutError);
    await expect(waiting).rejects.toThrow(/was not sent/);
    expect(bulkhead.waiting).toBe(0);
    await answerNext();
    await first;
    expect(names()).toEqual(['first']);
    expect(bulkhead.inFlight).toBe(0);
  });

  it("ends a wait when the caller gives up, with the caller's own reason", async () => {
    const { bulkhead, send } = scene(1);
    void send('first');
    const caller = new AbortController();
    const reason = new Error('changed my mind');
    const waiting = send('second', { deadline: new Deadline(2_000, caller.signal, new ManualClock()) });
    caller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(
      send('third', { deadline: new Deadline(2_000, caller.signal, new ManualClock()) }),
    ).rejects.toBe(reason);
    expect(bulkhead.waiting).toBe(0);
  });

  it('asks after the wait whether the call may still leave, and keeps no slot if not', async () => {
    const { bulkhead, send, answerNext, names } = scene(1);
    const first = send('first');
    const beforeDeparture = () => {
      throw new CircuitOpenError('opened meanwhile', { provider: 'p', operation: 'o' }, 1_000);
    };
    const second = send('second', { beforeDeparture });
    const third = send('third');
    const refused = second.catch((error: unknown) => error);
    for (let answers = 0; answers < 2; answers += 1) await answerNext();
    expect(await refused).toBeInstanceOf(CircuitOpenError);
    await Promise.all([first, third]);
    expect(names()).toEqual(['first', 'third']);
    expect(bulkhead.inFlight).toBe(0);
  });

  it('lets whoever stands above hear how a call ended before the next one leaves', async () => {
    const { send, answerNext } = scene(1);
    let heard = false;
    const above = async () => {
      await send('first');
      for (let layers = 0; layers < 20; layers += 1) await Promise.resolve();
      heard = true;
    };
    const first = above();
    const second = send('second', { beforeDeparture: () => expect(heard).toBe(true) });
    for (let answers = 0; answers < 2; answers += 1) await answerNext();
    await Promise.all([first, second]);
  });

  it('keeps to its limits whoever comes, answers or gives up, and forgets nobody', async () => {
    const step = fc.record({
      account: fc.constantFrom(undefined, 'a', 'b', 'c'),
      priority: fc.constantFrom('interactive' as const, 'background' as const),
      event: fc.constantFrom('call', 'call', 'call', 'answer', 'answer', 'abort'),
      pick: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(step, { maxLength: 80 }),
        async (max, steps) => {
          const bulkhead = new Bulkhead('stripe', max);
          const interceptor = new BulkheadInterceptor(bulkhead);
          const flying: { account: string | undefined; answer: () => void }[] = [];
          const callers: AbortController[] = [];
          const calls: Promise<unknown>[] = [];
          for (const { account, priority, event, pick } of steps) {
            if (event === 'call') {
              const caller = new AbortController();
              callers.push(caller);
              const deadline = new Deadline(60_000, caller.signal, new ManualClock());
              const call = callOf({ priority, deadline, ...(account && { connectionId: account }) });
              const sent = interceptor.intercept(call, async () => {
                const { promise, resolve } = Promise.withResolvers<void>();
                const flight = { account, answer: resolve };
                flying.push(flight);
                await promise;
                flying.splice(flying.indexOf(flight), 1);
                return OK;
              });
              calls.push(sent.catch(() => undefined));
            } else if (event === 'answer') flying[pick % (flying.length || 1)]?.answer();
            else callers[pick % (callers.length || 1)]?.abort(new Error('enough'));
            if (pick % 2) await settle();
            expect(flying.length).toBeLessThanOrEqual(max);
            for (const name of ['a', 'b', 'c']) {
              const own = flying.filter((flight) => flight.account === name);
              expect(own.length).toBeLessThanOrEqual(Math.ceil(max / 2));
            }
          }
          for (let rounds = 0; bulkhead.inFlight && rounds < 200; rounds += 1) {
            for (const { answer } of flying) answer();
            await settle();
          }
          await Promise.all(calls);
          expect([bulkhead.inFlight, bulkhead.waiting, flying.length]).toEqual([0, 0, 0]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
