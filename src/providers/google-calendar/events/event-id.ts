import { createHash } from 'node:crypto';

/** The digits of base32hex, which Google makes ids of (RFC 4648, 7). */
const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/**
 * The id of the event that a write with this idempotency key makes: the same key, the same id, so that Google itself
 * refuses to make a second one.
 * @returns 52 characters out of `0-9a-v`
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#id
 */
export function eventIdFor(idempotencyKey: string): string {
  const bits = [...createHash('sha256').update(idempotencyKey).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return bits.replace(/.{1,5}/g, (group) => DIGITS.charAt(Number.parseInt(group.padEnd(5, '0'), 2)));
}
