import { z } from 'zod';
import { UnknownOutcomeStatus } from '../../platform/database/generated/enums.js';

export const listQuery = z.strictObject({
  provider: z.string().max(64).optional(),
  status: z.enum(UnknownOutcomeStatus).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const outcomeId = z.uuid({ error: 'must be the id of an unknown outcome, a UUID' });
