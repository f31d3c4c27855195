import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeContract } from '../../test/support/contracts.js';
import { retryAfterMs } from './retry-after.js';

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
