import { z } from 'zod';
import { ApiNoticeKind } from '../../platform/database/generated/enums.js';

export const noticeId = z.uuid({ error: 'must be the id of a notice, a UUID' });

export const listQuery = z.strictObject({
  provider: z
    .string()
    .regex(/^[\w.-]{1,128}$/, { error: 'must be 1 to 128 letters, digits, _, . or -' })
    .optional(),
  kind: z.enum(ApiNoticeKind).optional(),
  dismissed: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;
