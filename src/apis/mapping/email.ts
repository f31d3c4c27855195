import { z } from 'zod';

/**
 * An e-mail address, both ways without spaces around it and with its domain in small letters. What stands before the `@`
 * is left as it is: only the one who hosts it knows whether `Joe` and `joe` are one (RFC 5321, 2.4). Nearly always they
 * are, so whoever looks for people by their address compares in small letters. Addresses in any script are taken.
 */
export function email(): z.ZodString {
  return z
    .string()
    .trim()
    .overwrite((address) => address.replace(/@[^@]*$/, (domain) => domain.toLowerCase()))
    .check(z.email({ pattern: z.regexes.unicodeEmail }));
}
