import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, type Api, type Bench, closeAll, reasonOf, startBench, TEAM } from './spec-support.js';

let bench: Bench;
let api: Api;
beforeEach(async () => void ({ api } = bench = await startBench()));
afterEach(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;
const insert = () => api('POST', EVENTS, anEvent({ id: 'aaaaa' }));

describe('faults on demand', () => {
  it('reset-before: the connection breaks and nothing has happened', async () => {
    bench.sandbox.failNext({ mode: 'reset-before' });
    await expect(insert()).rejects.toThrow('fetch failed');
    expect(bench.sandbox.events(TEAM)).toHaveLength(0);
    expect((await insert()).status).toBe(200);
  });

  it('reset-after: the event is made, the answer is lost', async () => {
    bench.sandbox.failNext({ mode: 'reset-after', method: 'POST', path: /\/events$/ });
    await expect(insert()).rejects.toThrow('fetch failed');
    expect(bench.sandbox.events(TEAM)).toMatchObject([{ id: 'aaaaa' }]);
    expect((await insert()).status).toBe(409);
  });

  it('delay: the answer is late', async () => {
    bench.sandbox.failNext({ mode: 'delay', delayMs: 300 });
    const begun = performance.now();
    expect((await insert()).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(250);
  });

  it('a status: an error of Google’s, and nothing has happened', async () => {
    const errors: [number, string | undefined, string][] = [
      [403, undefined, 'userRateLimitExceeded'],
      [403, 'quotaExceeded', 'quotaExceeded'],
      [429, undefined, 'rateLimitExceeded'],
      [500, undefined, 'backendError'],
      [503, undefined, 'backendError'],
    ];
    for (const [mode, given, reason] of errors) {
      bench.sandbox.failNext({ mode, ...(given !== undefined && { reason: given }) });
      const answer = await insert();
      expect([answer.status, reasonOf(answer)]).toEqual([mode, reason]);
    }
    expect(bench.sandbox.events(TEAM)).toHaveLength(0);
  });

  it('happen to the calls that they are meant for, as often as they are meant to', async () => {
    bench.sandbox.failNext({ mode: 500, method: 'GET', path: /calendarList/, times: 2 });
    expect((await insert()).status).toBe(200);
    const statuses = [];
    for (let call = 0; call < 3; call += 1)
      statuses.push((await api('GET', '/users/me/calendarList')).status);
    expect(statuses).toEqual([500, 500, 200]);
    bench.sandbox.failNext({ mode: 500 });
    bench.sandbox.clearFaults();
    expect((await api('GET', EVENTS)).status).toBe(200);
  });
});
