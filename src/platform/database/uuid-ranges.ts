import { v7 as uuidv7 } from 'uuid';

const ZEROS = '00000000-0000-0000-0000-000000000000';
const ONES = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The smallest UUIDv7 that was made at this time or later: they are in the order of time since 1970 (RFC 9562, 5.7). */
export function firstIdAt(time: Date): string {
  return uuidv7({ msecs: Math.max(0, time.getTime()), seq: 0, random: new Uint8Array(16) });
}

/** The first and the last UUID that begin like this; `undefined` when none does. */
export function idsBeginning(text: string): { first: string; last: string } | undefined {
  const first = text + ZEROS.slice(text.length);
  return UUID.test(first) ? { first, last: text + ONES.slice(text.length) } : undefined;
}
