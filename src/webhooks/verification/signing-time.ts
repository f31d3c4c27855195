import { InvalidSignatureError } from '../../contracts/webhooks.js';

/**
 * The time of a signature, from the header that carries it as Unix time.
 * @throws InvalidSignatureError `malformed`, when the header says something else
 */
export function signingTime(header: string, value: string, unit: 'seconds' | 'milliseconds'): Date {
  const longest = unit === 'seconds' ? 12 : 15; // digits; more than any time that a Date can hold would need
  if (!/^\d+$/.test(value) || value.length > longest) {
    throw new InvalidSignatureError('malformed', `The ${header} header is not a time in Unix ${unit}.`);
  }
  return new Date(unit === 'seconds' ? Number(value) * 1000 : Number(value));
}
