import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { cacheKey } from './cache-key.js';

const deadline = new Deadline(1);
deadline.clear();

interface Parts {
  provider: string;
  operation: string;
  connectionId: string;
  method: 'GET' | 'HEAD';
  query: string;
  headers: Record<string, string>;
  generation: string;
}

const parts = fc.record({
  provider: fc.string(),
  operation: fc.string(),
  connectionId: fc.string(),
  method: fc.constantFrom('GET', 'HEAD'),
  query: fc.string(),
  headers: fc.dictionary(
    fc.constantFrom('accept', 'accept-language', 'authorization', 'x-api-key'),
    fc.string(),
  ),
  generation: fc.string(),
});

function keyOf({ generation, query, ...rest }: Parts): string {
  const url = new URL('https://api.acme.test/v1/things');
  url.searchParams.set('q', query);
  const call: OutboundCall = {
    ...rest,
    url,
    endpoint: '/v1/things',
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 0 },
  };
  return cacheKey(call, generation);
}

describe('the key of an answer', () => {
  it('differs as soon as any of its parts does', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        for (const name of Object.keys(one)) {
          const changed = { ...one, [name]: other[name as keyof Parts] };
          const same = JSON.stringify(sorted(changed)) === JSON.stringify(sorted(one));
          expect(keyOf(changed) === keyOf(one)).toBe(same);
        }
      }),
    );
  });

  it('does not differ by the order of headers or by what only traces the call', () => {
    const base = {
      provider: 'acme',
      operation: 'things.list',
      connectionId: 'conn_1',
      method: 'GET',
      query: '',
      generation: '1',
    } as const;
    const one = keyOf({ ...base, headers: { accept: 'a', 'x-request-id': '1', 'accept-language': 'de' } });
    const other = keyOf({ ...base, headers: { 'accept-language': 'de', traceparent: '2', accept: 'a' } });
    expect(one).toBe(other);
  });

  it('shows nothing of a credential, wherever it stands', () => {
    const key = keyOf({
      provider: 'acme',
      operation: 'things.list',
      connectionId: 'conn_1',
      method: 'GET',
      query: 'hunter2',
      headers: { authorization: 'Bearer hunter2', 'x-api-key': 'hunter2' },
      generation: '1',
    });
    expect(key).toMatch(/^acme:things\.list:[0-9a-f]{64}$/);
  });
});

function sorted(value: Parts): unknown {
  return { ...value, headers: Object.entries(value.headers).toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}
