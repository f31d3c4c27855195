import { z } from 'zod';

/**
 * A day of the calendar, `2001-02-28`: the same text on both sides. It is no `Date`, which is a moment: in some time zone
 * that moment is the day before, and a birthday is in none.
 */
export function isoDate(): z.ZodISODate {
  return z.iso.date();
}
