import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { readRateLimitHeaders } from './rate-limit-headers.js';

const NOW = Date.UTC(2026, 10, 21);

function read(headers: Record<string, string>, status = 200, now = NOW) {
  return readRateLimitHeaders({ status, headers, body: Buffer.alloc(0) }, now);
}

const number = z.number().nullable();
const contract = z.object({
  samples: z.array(
    z.object({
      provider: z.string(),
      case: z.string(),
      status: z.number(),
      now: z.number(),
      headers: z.record(z.string(), z.string()),
      expect: z.object({
        throttled: z.boolean(),
        limit: number,
        remaining: number,
        waitMs: number,
        resetSeconds: number.optional(),
      }),
    }),
  ),
});

/** What headers and status do not tell, and why; `policy.readRateLimit` of that provider does. */
const ONLY_IN_THE_BODY: Record<string, string> = {
  'github: secondary limit without retry-after':
    'the wait of a minute is in GitHub’s guide, not in the answer',
  'slack: error in a 200 answer': 'ok is false in the body of a 200',
  'google-calendar: per-user limit as 403': 'the reason is in the body of a 403 without headers',
};

describeContract('http/rate-limit-headers.json', contract, ({ samples }) => {
  const named = samples.map((sample) => ({ ...sample, name: `${sample.provider}: ${sample.case}` }));

  it.each(named.filter(({ name }) => !(name in ONLY_IN_THE_BODY)))('$name', (sample) => {
    const reading = read(sample.headers, sample.status, sample.now * 1000);
    const { resetSeconds, ...expected } = sample.expect;
    expect({
      throttled: reading.throttled,
      limit: reading.limit ?? null,
      remaining: reading.remaining ?? null,
      waitMs: reading.waitMs ?? null,
    }).toEqual(expected);
    if (resetSeconds !== undefined) {
      expect(reading.resetMs ?? null).toBe(resetSeconds === null ? null : resetSeconds * 1000);
    }
  });

  it('knows every sample that it leaves to a provider', () => {
    expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(ONLY_IN_THE_BODY)));
  });
});

describe('The headers of a limit', () => {
  it('tell nothing when there are none', () => {
    const nothing = { limit: undefined, remaining: undefined, resetMs: undefined, waitMs: undefined };
    expect(read({})).toEqual({ throttled: false, ...nothing });
  });

  it.each([
    ['seconds from now', '30', 30_000],
    ['Unix seconds', String(NOW / 1000 + 30), 30_000],
    ['Unix seconds in the past', String(NOW / 1000 - 30), 0],
    ['neither', String(NOW), undefined],
    ['negative', '-3', undefined],
  ])('have an X-RateLimit-Reset of %s', (_form, reset, resetMs) => {
    expect(read({ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': reset }).resetMs).toBe(resetMs);
  });

  it('are read by the clock of who wrote them', () => {
    const headers = {
      date: new Date(NOW + 3_600_000).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String((NOW + 3_600_000) / 1000 + 5),
    };
    expect(read(headers, 429).waitMs).toBe(5_000);
  });

  it('do not take the end of a window that still has calls for the wait', () => {
    expect(read({ 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '60' }, 429)).toMatchObject({
      throttled: true,
      waitMs: undefined,
    });
  });

  it.each([
    '"a";r=1;t=2,',
    '"a;r=1',
    '"a";r=1 "b";r=2',
    '"a";R=1',
    'limit=10, remaining=x',
    'limit=10, remaining',
  ])('are ignored as a whole when malformed: %s', (field) => {
    expect(read({ ratelimit: field }).remaining).toBeUndefined();
  });

  it('never yield what is not a whole number of at least 0', () => {
    const names = [
      'ratelimit',
      'ratelimit-policy',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ];
    const others = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after', 'date'];
    const headers = fc.dictionary(
      fc.constantFrom(...names, ...others, 'sforce-limit-info', 'x-hubspot-ratelimit-remaining'),
      fc.oneof(fc.string(), fc.integer().map(String), fc.stringMatching(/^"a";r=-?\d+;t=\d*$/)),
    );
    fc.assert(
      fc.property(headers, fc.constantFrom(200, 403, 429), (sent, status) => {
        const { limit, remaining, resetMs, waitMs } = read(sent, status);
        for (const value of [limit, remaining, resetMs, waitMs]) {
          expect(value === undefined || (Number.isInteger(value) && value >= 0)).toBe(true);
        }
      }),
    );
  });
});
