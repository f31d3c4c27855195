import { z } from 'zod';
import { WebhookRejectionReason } from '../../platform/database/generated/enums.js';

const filter = {
  provider: z.string().max(64).optional(),
  reason: z.enum(WebhookRejectionReason).optional(),
};

export const listQuery = z.strictObject({
  ...filter,
  accepted: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const rejectionId = z.uuid({ error: 'must be the id of a refused request, a UUID' });

const acceptStale = { accept_stale: z.boolean().default(false) };

/** A request without a body will do. */
export const verifyOne = z.strictObject(acceptStale).nullish();
export type VerifyOne = z.output<typeof verifyOne>;

export const verifyAll = z.strictObject({ ...filter, ...acceptStale }).nullish();
export type VerifyAll = z.output<typeof verifyAll>;
