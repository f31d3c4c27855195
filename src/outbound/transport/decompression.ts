import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { errorCode } from '../../platform/errors/error-facts.js';
import type { OutboundResponse } from '../outbound-call.js';
import { TransportFailure } from './transport-failure.js';

/** What we say that we understand. A provider may use `deflate` nevertheless. */
export const ACCEPT_ENCODING = 'gzip, br, zstd';

/** More encodings around one body serve nobody but an attacker. */
const MAX_ENCODINGS = 5;

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const gunzipAll = promisify(gunzip);
const inflateAll = promisify(inflate);
const inflateRawAll = promisify(inflateRaw);

/** By the names of RFC 9110, 8.4.1, RFC 7932 and RFC 8878. */
const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', gunzipAll],
  ['x-gzip', gunzipAll],
  // Some senders leave out the zlib wrapper, as RFC 9110, 8.4.1.2, notes.
  ['deflate', (body, options) => (hasZlibWrapper(body) ? inflateAll : inflateRawAll)(body, options)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
  ['identity', async (body) => body],
]);

/**
 * Undoes an answer's `Content-Encoding`, of several the last first. The answer without a body (to HEAD, 304) stays as it is.
 * @param maxBytes the largest body that may come out, which makes a decompression bomb harmless
 * @throws TransportFailure when the encoding is unknown, the body is cut off or not what it says, or too large
 */
export async function decompress(response: OutboundResponse, maxBytes: number): Promise<OutboundResponse> {
  const { 'content-encoding': encodings, 'content-length': _onTheWire, ...headers } = response.headers;
  if (encodings === undefined || response.body.length === 0) return response;
  const names = encodings.split(',').map((name) => name.trim().toLowerCase());
  if (names.length > MAX_ENCODINGS)
    throw undecodable(response, new Error(`${names.length} content encodings`));
  let { body } = response;
  for (const name of names.toReversed()) body = await decode(response, name, body, maxBytes);
  return { ...response, headers, body };
}

/** What a too large answer fails with. */
export function tooLarge(maxBytes: number, cause?: unknown): Error {
  return new Error(`the answer is larger than ${maxBytes} bytes`, { cause });
}

async function decode(
  response: OutboundResponse,
  name: string,
  body: Buffer,
  maxBytes: number,
): Promise<Buffer> {
  const decoder = DECODERS.get(name);
  if (!decoder) throw undecodable(response, new Error(`unknown content encoding: ${name}`));
  try {
    return await decoder(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new TransportFailure(faultOf(response), tooLarge(maxBytes, error), 'too_large');
    }
    throw undecodable(response, new Error(`its ${name} encoding is broken`, { cause: error }));
  }
}

function undecodable(response: OutboundResponse, cause: Error): TransportFailure {
  return new TransportFailure(faultOf(response), cause, 'encoding');
}

function faultOf({ status }: OutboundResponse): 'unreadable' | 'no_answer' {
  return status >= 200 && status < 300 ? 'unreadable' : 'no_answer';
}

/** Its first byte names the method, which is always 8 (RFC 1950, 2.2). */
function hasZlibWrapper(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 8;
}
