import { z } from 'zod';

/**
 * The years 1 to 9999, in seconds. What lies beyond is a mistake, and mostly the same one: milliseconds taken for
 * seconds.
 */
const [FIRST, LAST] = [-62_135_596_800, 253_402_300_799];

/** A moment: seconds since 1970 in the API, and a `Date` in the product. Goes out in whole seconds, rounded down. */
export function unixSeconds() {
  return z.codec(z.number().min(FIRST).max(LAST), z.date(), {
    decode: (seconds) => new Date(Math.round(seconds * 1000)),
    encode: (time) => Math.floor(time.getTime() / 1000),
  });
}

/** A moment: milliseconds since 1970 in the API, and a `Date` in the product. */
export function unixMillis() {
  return z.codec(
    z
      .int()
      .min(FIRST * 1000)
      .max(LAST * 1000 + 999),
    z.date(),
    {
      decode: (millis) => new Date(millis),
      encode: (time) => time.getTime(),
    },
  );
}
