import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { CompressionInterceptor } from './compression.interceptor.js';

/** What a call with this body and these headers leaves with. */
async function leaving(
  fromBytes: number | undefined,
  body: OutboundCall['body'],
  headers: Record<string, string> = {},
): Promise<Pick<OutboundCall, 'body' | 'headers'>> {
  const deadline = new Deadline(1000);
  deadline.clear();
  const call: OutboundCall = {
    provider: 'acme',
    operation: 'things.import',
    endpoint: '/things',
    method: 'POST',
    url: new URL('https://acme.test/things'),
    headers: { 'content-type': 'text/plain', ...headers },
    ...(body !== undefined && { body }),
    priority: 'background',
    safety: { by: 'none' },
    progress: { attempts: 0 },
    deadline,
  };
  let left = call;
  await new CompressionInterceptor(fromBytes).intercept(call, async (changed) => {
    left = changed;
    return { status: 200, headers: {}, body: Buffer.alloc(0) };
  });
  return left;
}

describe('A body', () => {
  it.each<[string, string | Uint8Array]>([
    ['text', 'ä'.repeat(50)],
    ['bytes', new TextEncoder().encode('ä'.repeat(50))],
  ])('of %s goes out gzipped from its size in bytes on, and says so', async (_name, body) => {
    const { headers, body: sent } = await leaving(100, body, { 'content-length': '100' });
    expect(headers).toEqual({ 'content-type': 'text/plain', 'content-encoding': 'gzip' });
    expect(gunzipSync(sent ?? '').toString()).toBe('ä'.repeat(50));
  });

  it.each<[string, number | undefined, string | undefined, Record<string, string>]>([
    ['is smaller', 100, 'x'.repeat(99), {}],
    ['goes to a provider that takes none', undefined, 'x'.repeat(100), {}],
    ['is encoded already', 100, 'x'.repeat(100), { 'content-encoding': 'br' }],
    ['is none', 0, undefined, {}],
  ])('stays as it is when it %s', async (_name, fromBytes, body, headers) => {
    const left = await leaving(fromBytes, body, headers);
    expect(left.body).toBe(body);
    expect(left.headers).toEqual({ 'content-type': 'text/plain', ...headers });
  });
});
