import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness.js';

const request = { method: 'GET', url: new URL('https://api.acme.test/v1/things'), headers: {} } as const;
const rule = { ttlMs: 60_000, staleIfErrorMs: 600_000 };

function freshness(headers: Record<string, string>, status = 200) {
  return freshnessOf(request, { status, headers, body: Buffer.alloc(0) }, rule);
}

describe('how long an answer may be used', () => {
  it.each<[string, Record<string, string>, number]>([
    ['our rule, when the provider says nothing', {}, 60_000],
    ['our rule, when the provider allows longer', { 'cache-control': 'private, max-age=3600' }, 60_000],
    ['a shorter max-age', { 'cache-control': 'max-age=5' }, 5000],
    ['a shorter max-age, whatever its case', { 'cache-control': 'Max-Age=5' }, 5000],
    ['not at all with max-age=0', { 'cache-control': 'max-age=0' }, 0],
    ['not without asking with no-cache', { 'cache-control': 'no-cache' }, 0],
    ['not without asking with the no-cache of HTTP/1.0', { pragma: 'no-cache' }, 0],
    [
      'until Expires, by the clock of the provider',
      { date: 'Thu, 01 Jan 2026 00:00:00 GMT', expires: 'Thu, 01 Jan 2026 00:00:07 GMT' },
      7000,
    ],
    ['not with an Expires that is no date', { expires: '0' }, 0],
    [
      'what Last-Modified lets guess is left out',
      { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' },
      60_000,
    ],
  ])('is %s', (_what, headers, freshMs) => {
    expect(freshness(headers)?.freshMs).toBe(freshMs);
  });

  it('is less by the time it spent in caches on its way', () => {
    expect(freshness({ 'cache-control': 'max-age=30', age: '20' })?.freshMs).toBe(10_000);
  });

  it.each<Record<string, string>>([
    { 'cache-control': 'no-store' },
    { 'cache-control': 'max-age=60, No-Store' },
    { vary: '*' },
  ])('is never with %j', (headers) => {
    expect(freshness(headers)).toBeUndefined();
  });

  it.each([203, 204, 206, 301, 404, 410, 500])('is never for a %i', (status) => {
    expect(freshness({ 'cache-control': 'max-age=60' }, status)).toBeUndefined();
  });

  it.each(['must-revalidate, max-age=5', 'no-cache'])(
    'leaves no time as a stand-in with %s (RFC 9111, 4.2.4)',
    (value) => {
      expect(freshness({ 'cache-control': value })?.staleMs).toBe(0);
    },
  );
});
