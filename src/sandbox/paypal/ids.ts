import { randomBytes, randomInt } from 'node:crypto';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A new id of an order, a capture, an authorization or a refund: 17 capitals and digits. */
export function newId(): string {
  return capitals(17);
}

/** A new id of a webhook event: `WH-` and two groups of 17 capitals and digits. */
export function newEventId(): string {
  return `WH-${capitals(17)}-${capitals(17)}`;
}

/** What PayPal gives with every answer for its support: 13 hexadecimal digits. */
export function newDebugId(): string {
  return randomBytes(7).toString('hex').slice(1);
}

function capitals(length: number): string {
  const pick = () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)];
  return Array.from({ length }, pick).join('');
}
