import { z } from 'zod';
import { WebhookEventStatus } from '../platform/database/generated/enums.js';

const filter = {
  provider: z.string().max(64).optional(),
  type: z.string().max(255).optional(),
  status: z.enum(WebhookEventStatus).optional(),
};

export const listQuery = z.strictObject({
  ...filter,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const eventId = z.uuid({ error: 'must be the id of a webhook event, a UUID' });
