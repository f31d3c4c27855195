import { z } from 'zod';

/** Text without half characters (lone surrogates), which no provider could be sent. */
export function text(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => !/\p{Surrogate}/u.test(value), { error: 'must be well-formed Unicode' });
}

/** Text that is kept in a column of its own: PostgreSQL knows none with a NUL in it. */
export function storedText(maxLength: number) {
  return text(maxLength).refine((value) => !value.includes('\0'), { error: 'must not contain a NUL' });
}
