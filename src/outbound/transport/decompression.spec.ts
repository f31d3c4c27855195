import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { faults, startFaultServer, type Fault } from '../../../test/support/fault-server.js';
import { Deadline } from '../deadline.js';
import type { HttpMethod, OutboundResponse } from '../outbound-call.js';
import { Transport } from './transport.js';

const LIMIT = 64 * 1024;
const PLAIN = JSON.stringify({ ok: true, text: 'hello '.repeat(100) });

/** What the transport makes of an answer. */
async function receive(fault: Fault, headers: Record<string, string> = {}, method: HttpMethod = 'GET') {
  const acme = await startFaultServer({ answer: () => fault });
  const transport = new Transport({ maxResponseBytes: LIMIT });
  const deadline = new Deadline(5000);
  try {
    const answer: OutboundResponse = await transport.send({
      provider: 'acme',
      operation: 'things.list',
      endpoint: '/things',
      method,
      url: new URL('/things', acme.url),
      headers,
      priority: 'interactive',
      safety: { by: 'none' },
      progress: { attempts: 1 },
      deadline,
    });
    return { ...answer, text: answer.body.toString(), asked: acme.requests[0]?.headers['accept-encoding'] };
  } finally {
    deadline.clear();
    await transport.close();
    await acme.close();
  }
}

const encoded = (body: Buffer, encoding: string, status = 200): Fault =>
  faults.status(status, { 'content-encoding': encoding }, body);

describe('an answer', () => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(PLAIN)],
    ['x-gzip', gzipSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['zstd', zstdCompressSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['deflate', deflateRawSync(PLAIN)],
    ['GZIP', gzipSync(PLAIN)],
    ['identity', Buffer.from(PLAIN)],
    ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
    ['deflate,gzip , zstd', zstdCompressSync(gzipSync(deflateSync(PLAIN)))],
  ])('in %s comes out plain, and its headers say so', async (encoding, body) => {
    const { text, headers } = await receive(encoded(body, encoding));
    expect(text).toBe(PLAIN);
    expect(Object.keys(headers)).not.toContain('content-encoding');
    expect(Object.keys(headers)).not.toContain('content-length');
  });

  it('is asked for compressed, unless the call says how', async () => {
    expect((await receive(faults.ok())).asked).toBe('gzip, br, zstd');
    expect((await receive(faults.ok(), { 'accept-encoding': 'identity' })).asked).toBe('identity');
  });

  it('without a body is left as it is', async () => {
    const { text, headers } = await receive(encoded(gzipSync(PLAIN), 'gzip'), {}, 'HEAD');
    expect({ text, encoding: headers['content-encoding'] }).toEqual({ text: '', encoding: 'gzip' });
  });

  it.each<[string, Fault, object]>([
    ['a truncated gzip', faults.truncatedGzip(), { fault: 'unreadable', reason: 'encoding' }],
    [
      'a truncated br',
      encoded(half(brotliCompressSync(PLAIN)), 'br'),
      { fault: 'unreadable', reason: 'encoding' },
    ],
    [
      'a truncated zstd',
      encoded(half(zstdCompressSync(PLAIN)), 'zstd'),
      { fault: 'unreadable', reason: 'encoding' },
    ],
    ['no gzip at all', encoded(Buffer.from(PLAIN), 'gzip'), { fault: 'unreadable', reason: 'encoding' }],
    [
      'an unknown encoding',
      encoded(Buffer.from(PLAIN), 'compress'),
      { fault: 'unreadable', reason: 'encoding' },
    ],
    [
      'six encodings',
      encoded(Buffer.from(PLAIN), 'identity'.concat(',identity'.repeat(5))),
      { reason: 'encoding' },
    ],
    [
      'a refusal that is no gzip',
      encoded(Buffer.from(PLAIN), 'gzip', 400),
      { fault: 'no_answer', reason: 'encoding' },
    ],
    ['a gzip bomb', faults.gzipBomb(LIMIT + 1), { fault: 'unreadable', reason: 'too_large' }],
    ['a br bomb', encoded(brotliCompressSync(zeros(LIMIT + 1)), 'br'), { reason: 'too_large' }],
    ['a zstd bomb', encoded(zstdCompressSync(zeros(LIMIT + 1)), 'zstd'), { reason: 'too_large' }],
    [
      'a bomb in a bomb',
      encoded(gzipSync(gzipSync(zeros(50_000_000))), 'gzip, gzip'),
      { reason: 'too_large' },
    ],
  ])('that is %s is a failure', async (_name, fault, expected) => {
    await expect(receive(fault)).rejects.toMatchObject({ name: 'TransportFailure', ...expected });
  });

  it('that just fits when it is decompressed is none', async () => {
    expect((await receive(faults.gzipBomb(LIMIT))).body).toHaveLength(LIMIT);
  });
});

function half(body: Buffer): Buffer {
  return body.subarray(0, body.length / 2);
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}
