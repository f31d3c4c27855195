import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { WebhookPayloadEncoding } from '../../platform/database/generated/enums.js';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Bodies from this size on are stored compressed, in bytes. Below, a row holds them as they are. */
const COMPRESS_FROM_BYTES = 4_096;

/** A body as it lies in `webhook_payloads`. */
export interface StoredBody {
  encoding: WebhookPayloadEncoding;
  body: Uint8Array;
}

/** Large bodies compressed, unless that makes them larger. */
export async function packBody(rawBody: Uint8Array): Promise<StoredBody> {
  const packed = await compress(rawBody);
  return packed.length < rawBody.length
    ? { encoding: 'zstd', body: packed }
    : { encoding: 'identity', body: rawBody };
}

export function isWorthPacking(rawBody: Uint8Array): boolean {
  return rawBody.length >= COMPRESS_FROM_BYTES;
}

/** The bytes as they came. */
export async function unpackBody({ encoding, body }: StoredBody): Promise<Uint8Array> {
  return encoding === 'zstd' ? decompress(body) : body;
}
