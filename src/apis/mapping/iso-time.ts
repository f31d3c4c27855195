import { z } from 'zod';

/**
 * A moment: ISO 8601 with its zone in the API, such as `2026-11-21T20:17:00+01:00`, and a `Date` in the product. It goes
 * out in UTC, to the millisecond: `2026-11-21T19:17:00.000Z`. Without a zone nobody could tell when that was: refused.
 */
export function isoTime() {
  return z.codec(z.iso.datetime({ offset: true }), z.date(), {
    decode: (text) => new Date(text),
    encode: (time) => time.toISOString(),
  });
}
