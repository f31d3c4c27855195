import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** PostgreSQL knows no text with a NUL in it. */
const word = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' });

/** RFC 6749, 3.3, without the comma, by which some providers part scopes. */
const scope = z
  .string()
  .max(255)
  .regex(/^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/, 'must be a scope as the provider writes it');

export const connectLinkBody = z.strictObject({
  provider: word(64),
  tenant: word(255),
  scopes: z.array(scope).max(100).default([]),
  connection_id: z.string().max(64).optional(),
  return_to: word(2_000).optional(),
  /** In seconds, a minute to thirty days. */
  expires_in: z
    .int()
    .min(60)
    .max(30 * DAY_SECONDS)
    .default(DAY_SECONDS),
});
export type ConnectLinkBody = z.output<typeof connectLinkBody>;
