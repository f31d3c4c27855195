import { z } from 'zod';
import { DeliveryStatus } from '../../../platform/database/generated/enums.js';

/** PostgreSQL knows no text with a NUL in it, so that there is nothing to find. */
const word = (maxLength: number) =>
  z
    .string()
    .max(maxLength, { error: `must be at most ${maxLength} characters` })
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' });

const id = z.uuid({ error: 'must be a whole id, such as 0198c2a7-5b1e-7c3a-9f42-6d1e8b7a4c10' });

const fields = {
  endpoint_id: id.optional(),
  event_id: id.optional(),
  type: word(128).optional(),
  status: z.enum(DeliveryStatus, { error: 'must be one of the states' }).optional(),
  tenant: word(255).optional(),
  since: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-11-21T08:30:00Z' })
    .transform((text) => new Date(text))
    .optional(),
};

/** The fields of the filter, the same words as in `GET /v1/deliveries`. */
export const FILTER_FIELDS = Object.keys(fields);

/** What the list page is asked for. */
export interface DeliveryQuery {
  readonly filter: {
    readonly endpointId?: string | undefined;
    readonly eventId?: string | undefined;
    readonly type?: string | undefined;
    readonly status?: DeliveryStatus | undefined;
    readonly tenant?: string | undefined;
    readonly since?: Date | undefined;
  };
  /** Where the page before ended. */
  readonly after: string | undefined;
}

// A cursor is nothing that somebody types: one that is none begins at the newest.
const after = z.uuid().optional().catch(undefined);

export const deliveryQuery: z.ZodType<DeliveryQuery> = z
  .object({ ...fields, after })
  .transform(({ after: cursor, endpoint_id: endpointId, event_id: eventId, ...filter }) => ({
    filter: { ...filter, endpointId, eventId },
    after: cursor,
  }));
