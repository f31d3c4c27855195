import { describe, expect, it } from 'vitest';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { graphqlRefusals } from './graphql-road.js';

const NOW = Date.parse('2026-11-21T20:00:00Z');

function answer(body: unknown, headers: OutboundResponse['headers'] = {}): OutboundResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status: 200, headers, body: Buffer.from(text) };
}
const refused = (code: string, more: object = {}) => ({
  ...more,
  errors: [{ message: 'No', extensions: { code } }],
});
const { refusesCredential, readRateLimit } = graphqlRefusals({
  errors: { meanings: { token_expired: 'authentication', FORBIDDEN: 'authentication', THROTTLED: 'other' } },
});

describe('a refused credential in a success', () => {
  it.each([
    [refused('UNAUTHENTICATED'), true],
    [refused('UNAUTHENTICATED', { data: null }), true],
    [refused('UNAUTHENTICATED', { data: { me: null } }), true],
    [refused('token_expired'), true],
    [refused('FORBIDDEN'), true],
    [refused('NOT_FOUND'), false],
    [refused('UNAUTHENTICATED', { data: { created: { id: 1 }, me: null } }), false],
    [{ errors: [], data: null }, false],
    [{ errors: 'UNAUTHENTICATED' }, false],
    [{ data: { code: 'UNAUTHENTICATED' } }, false],
    ['"errors" UNAUTHENTICATED', false],
  ])('%j: %s', (body, refuses) => {
    expect(refusesCredential?.(answer(body))).toBe(refuses);
  });
});

describe('too many calls in a success', () => {
  const reset = { 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': String(NOW / 1000 + 60) };

  it.each([
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ ...reset, 'x-ratelimit-remaining': '0' }, 60_000],
    [{ ...reset, 'x-ratelimit-remaining': '9' }, undefined],
  ])('%j makes all wait for %s ms', (headers, waitMs) => {
    const reading = readRateLimit?.(answer(refused('RATE_LIMITED'), headers), NOW);
    expect(reading).toMatchObject({ throttled: true, waitMs });
  });

  it('is so also with data beside it', () => {
    const part = refused('RATE_LIMITED', { data: { users: [], posts: null } });
    expect(readRateLimit?.(answer(part), NOW)).toMatchObject({ throttled: true });
  });

  it('is what the description says it is', () => {
    expect(readRateLimit?.(answer(refused('THROTTLED')), NOW)).toMatchObject({ throttled: false });
    const own = graphqlRefusals({
      road: {
        readRateLimit: () => ({ throttled: false, limit: 5, remaining: 3, resetMs: 9, waitMs: undefined }),
      },
    });
    const read = (body: unknown) => own.readRateLimit?.(answer(body), NOW);
    expect(read({ data: {} })).toMatchObject({ throttled: false, remaining: 3 });
    expect(read(refused('THROTTLED'))).toMatchObject({ throttled: true, remaining: 3 });
  });
});
