import { z } from 'zod';
import { CircuitHold, CircuitState } from '../../platform/database/generated/enums.js';
import { ALL } from './circuit-key.js';

const name = z.string().regex(/^[\w.-]{1,128}$/, { error: 'must be 1 to 128 letters, digits, _, . or -' });

/** One value, or `*` where a hold means all. */
const nameOrAll = z.union([name, z.literal(ALL)]);

const selection = { provider: name, account: nameOrAll.optional(), group: nameOrAll.optional() };

const filter = { provider: name.optional(), account: nameOrAll.optional(), group: nameOrAll.optional() };

const limit = z.coerce.number().int().min(1).max(100).default(20);

/** `provider/account/group` of the last circuit of a page. */
const cursor = z
  .string()
  .regex(/^[\w.-]{1,128}(\/([\w.-]{1,128}|\*)){2}$/, { error: 'must be the next_cursor of a page' })
  .transform((text) => {
    const [provider = '', account = '', group = ''] = text.split('/');
    return { provider, account, group };
  });

export const listQuery = z.strictObject({
  ...filter,
  state: z.enum(CircuitState).optional(),
  hold: z.enum(CircuitHold).optional(),
  limit,
  cursor: cursor.optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const transitionsQuery = z.strictObject({ ...filter, limit, cursor: z.uuid().optional() });
export type TransitionsQuery = z.output<typeof transitionsQuery>;

export const holdBody = z.strictObject({
  ...selection,
  hold: z.enum(CircuitHold),
  reason: z
    .string()
    .trim()
    .max(500)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, { error: 'must be 1 to 500 characters, on one line' }),
});
export type HoldBody = z.output<typeof holdBody>;

export const releaseBody = z.strictObject(selection);
export type ReleaseBody = z.output<typeof releaseBody>;
