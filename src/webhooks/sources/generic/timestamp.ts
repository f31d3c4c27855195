import { z } from 'zod';

/** With its zone: without one, nobody could tell when that was. */
const isoTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** From here on a number means milliseconds: as seconds it would lie in the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000;

/** A time as services write it: Unix seconds, Unix milliseconds, or ISO 8601 with a zone. */
export function readTimestamp(text: string): Date | undefined {
  if (/^\d{1,13}$/.test(text)) {
    const number = Number(text);
    return new Date(number < FIRST_MILLISECONDS ? number * 1000 : number);
  }
  return isoTime.safeParse(text).data;
}
