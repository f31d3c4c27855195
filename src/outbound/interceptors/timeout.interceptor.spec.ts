import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { Deadline } from '../deadline.js';
import type { AttemptTimeouts, HttpMethod, OutboundCall } from '../outbound-call.js';
import type { WriteSafety } from '../write-safety.js';
import { TimeoutInterceptor } from './timeout.interceptor.js';

interface Attempt {
  method?: HttpMethod;
  safety?: WriteSafety;
  /** How often the call was tried before. */
  tried?: number;
  maxRetries?: number;
  passedMs?: number;
}

/** The limits that an attempt of a call with a deadline of 9 s gets. */
async function limitsOf(about: Attempt): Promise<AttemptTimeouts | undefined> {
  const { method = 'POST', safety = { by: 'none' }, tried = 0, maxRetries = 3, passedMs = 0 } = about;
  const clock = new ManualClock();
  const deadline = new Deadline(9000, undefined, clock);
  await clock.advance(passedMs);
  const call: OutboundCall = {
    provider: 'acme',
    operation: 'payments.create',
    endpoint: '/pay',
    method,
    url: new URL('https://acme.test/pay'),
    headers: {},
    priority: 'interactive',
    safety,
    progress: { attempts: tried },
    deadline,
  };
  let timeouts: AttemptTimeouts | undefined;
  await new TimeoutInterceptor({ maxRetries }).intercept(call, async (limited) => {
    ({ timeouts } = limited);
    return { status: 200, headers: {}, body: Buffer.alloc(0) };
  });
  return timeouts;
}

const header: WriteSafety = { by: 'header', header: 'idempotency-key' };

describe('The time of an attempt', () => {
  it('has limits for the connection and within the body', async () => {
    expect(await limitsOf({})).toMatchObject({ connectMs: 5000, bodyMs: 15_000 });
  });

  it.each<[string, Attempt, number]>([
    ['a third at the first attempt of a read', { method: 'GET' }, 3000],
    ['a third at the first attempt of a PUT', { method: 'PUT' }, 3000],
    ['a third at the first attempt with a key', { safety: header }, 3000],
    ['a third at the first attempt of an upsert', { safety: { by: 'upsert' } }, 3000],
    ['a third of what is left', { method: 'GET', passedMs: 6000 }, 1000],
    ['all when nothing makes a repeat safe', {}, 9000],
    ['all when only a reference would find it again', { safety: { by: 'clientReference' } }, 9000],
    ['all at the second attempt', { method: 'GET', tried: 1 }, 9000],
    ['all that is left at the last attempt', { method: 'GET', tried: 3, passedMs: 5000 }, 4000],
    ['all when there are no repeats', { method: 'GET', maxRetries: 0 }, 9000],
  ])('for its headers is %s', async (_name, about, headersMs) => {
    expect(await limitsOf(about)).toMatchObject({ headersMs });
  });

  it('is none when the deadline is over: nothing is sent', async () => {
    await expect(limitsOf({ passedMs: 9000 })).rejects.toMatchObject({
      name: 'TransportFailure',
      fault: 'not_sent',
      reason: 'deadline',
    });
  });
});
