import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What an event's id and type may look like. */
export const printable = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

/** An id for an event whose provider gives none: the same for the same parts, and for no others. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return `sha256:${hash.digest('base64url')}`;
}
