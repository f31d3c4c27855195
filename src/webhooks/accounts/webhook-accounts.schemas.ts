import { z } from 'zod';

/** Part of an address: of characters that need no escaping, and as long as Fastify lets a part of an address be. */
export const connectionId = z.string().regex(/^[\w-]{1,100}$/, 'must be 1 to 100 letters, digits, _ or -');

const secret = z
  .string()
  .min(1, 'must not be empty')
  .max(1_024, 'must be at most 1024 characters')
  .regex(/^\S(?:.*\S)?$/s, 'must not begin or end with a space or a line break');

export const accountSettings = z.strictObject({
  secrets: z.array(secret).min(1).max(8),
  tenant: z.string().min(1).max(255).optional(),
});
/** What an account is set to. Several secrets are valid at once, so that they can be rotated. */
export type AccountSettings = z.output<typeof accountSettings>;

export const accountProvider = z.string().max(64);

/** `provider/connection_id` of the last account seen. */
const cursor = z
  .string()
  .regex(/^[^/]{1,64}\/[\w-]{1,100}$/, 'must be the next_cursor of the page before')
  .transform((text) => {
    const slash = text.indexOf('/');
    return { provider: text.slice(0, slash), connectionId: text.slice(slash + 1) };
  });

export const listQuery = z.strictObject({
  provider: accountProvider.optional(),
  tenant: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursor.optional(),
});
export type ListQuery = z.output<typeof listQuery>;

/** The secrets as they lie sealed in the database. */
export const sealedSecrets = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()).min(1));
