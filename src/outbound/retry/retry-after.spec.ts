import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { retryAfterMs, statedWaitMs } from './retry-after.js';

const table = z.object({
  samples: z.array(z.object({ header: z.string(), now: z.string(), waitMs: z.number().nullable() })),
});

describeContract('http/retry-after.json', table, ({ samples }) => {
  it.each(samples)('reads "$header" as $waitMs ms', ({ header, now, waitMs }) => {
    expect(retryAfterMs(header, Date.parse(now)) ?? null).toBe(waitMs);
  });
});

it('has no wait without a header', () => {
  expect(retryAfterMs(undefined)).toBeUndefined();
});

it('refuses a minute or a second that does not exist', () => {
  expect(retryAfterMs('Fri, 21 Aug 2026 10:60:00 GMT')).toBeUndefined();
  expect(retryAfterMs('Fri, 21 Aug 2026 10:00:61 GMT')).toBeUndefined();
});

describe('The wait that an answer states', () => {
  const now = Date.parse('2026-08-21T10:00:00Z');
  const date = 'Fri, 21 Aug 2026 12:00:00 GMT';

  it('is measured from the answer by its own clock, two hours ahead of ours', () => {
    expect(statedWaitMs({ date, 'retry-after': 'Fri, 21 Aug 2026 12:00:30 GMT' }, now)).toBe(30_000);
  });

  it('is measured by our clock when the answer has no valid date', () => {
    const headers = { date: 'yesterday', 'retry-after': 'Fri, 21 Aug 2026 10:00:30 GMT' };
    expect(statedWaitMs(headers, now)).toBe(30_000);
  });

  it('does not depend on any clock when it is a number of seconds', () => {
    expect(statedWaitMs({ date, 'retry-after': '7' }, now)).toBe(7_000);
  });

  it('is none without the header', () => {
    expect(statedWaitMs({ date }, now)).toBeUndefined();
  });
});
