import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { isThrottled, refusalOf } from './google-calendar.errors.js';

const answer = (status: number, body: unknown): OutboundResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const about = { provider: 'google-calendar', operation: 'events.changes' };
const nameOf = (status: number, body: unknown) => refusalOf(answer(status, body), about)?.name;

describe('an answer that is not Google’s', () => {
  it('says nothing about a calendar', () => {
    expect(nameOf(404, '<html>Not found</html>')).toBe('ProviderError');
    expect(nameOf(502, '<html>Bad gateway</html>')).toBe('ProviderUnavailableError');
  });
});

const contract = z.object({ samples: z.array(z.object({ status: z.number(), body: z.unknown() })) });

describeContract('google-calendar/errors.json', contract, ({ samples }) => {
  it('is told by status and reason', () => {
    expect(samples.map(({ status, body }) => [status, nameOf(status, body)])).toEqual([
      [400, 'ValidationError'],
      [401, 'AuthenticationError'],
      [403, 'RateLimitError'],
      [403, 'RateLimitError'],
      [403, 'RateLimitError'],
      [403, 'PermissionError'],
      [404, 'NotFoundError'],
      [409, 'ConflictError'],
      [410, 'ConflictError'],
      [410, 'NotFoundError'],
      [412, 'ConflictError'],
      [429, 'RateLimitError'],
      [500, 'ProviderUnavailableError'],
    ]);
  });

  it('is worth repeating at once only where it passes by itself', () => {
    const throttled = samples.filter(({ status, body }) => isThrottled(answer(status, body)));
    expect(throttled.map(({ status }) => status)).toEqual([403, 403, 429]);
  });
});
