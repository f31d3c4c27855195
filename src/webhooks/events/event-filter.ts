import { z } from 'zod';
import { WebhookEventStatus } from '../../platform/database/generated/enums.js';

/** Which events; without any field, all of them. */
export interface WebhookEventFilter {
  provider?: string;
  type?: string;
  status?: WebhookEventStatus;
  connectionId?: string;
  /** Stored at this time or later. */
  receivedAfter?: Date;
  /** Stored before this time. */
  receivedBefore?: Date;
  /** Our id or the provider's, whole or its first four characters or more. */
  id?: string;
}

const time = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T08:30:00Z' })
  .transform((text) => new Date(text));

/** The fields of a filter on the wire. */
export const filterFields = {
  provider: z.string().max(64).optional(),
  type: z.string().max(255).optional(),
  status: z.enum(WebhookEventStatus).optional(),
  connection_id: z.string().min(1).max(255).optional(),
  received_after: time.optional(),
  received_before: time.optional(),
  id: z
    .string()
    .regex(/^[\x20-\x7e]{4,255}$/, { error: 'must be 4 to 255 characters, an id or its beginning' })
    .optional(),
};

const fields = z.object(filterFields);

/** The filter that its fields on the wire make. */
export function readFilter({
  connection_id: connectionId,
  received_after: receivedAfter,
  received_before: receivedBefore,
  ...filter
}: z.output<typeof fields>): WebhookEventFilter {
  return { ...filter, connectionId, receivedAfter, receivedBefore };
}
