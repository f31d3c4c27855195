import { z } from 'zod';

/** Text without half characters (lone surrogates), which no provider could be sent. */
export function text(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => !/\p{Surrogate}/u.test(value), { error: 'must be well-formed Unicode' });
}
