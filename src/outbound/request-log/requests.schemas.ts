import { z } from 'zod';

/** PostgreSQL knows no text with a NUL in it, so that there is nothing to find. */
const word = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' });
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true');
const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with its zone, such as 2026-11-21T04:15:00Z' })
  .transform((text) => new Date(text));

export const listQuery = z.strictObject({
  provider: word(64).optional(),
  operation: word(128).optional(),
  failed: flag.optional(),
  status_code: z.coerce.number().int().min(100).max(599).optional(),
  request_id: word(128).optional(),
  connection_id: word(128).optional(),
  since: time.optional(),
  until: time.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;
