import { z } from 'zod';
import { storedText } from '../../platform/http/text-field.js';
import { eventFields, idempotencyKey, productType } from '../events/event-fields.js';
import { isEventType, TYPE_ISSUE } from '../events/event-type-names.js';
import type { NewEvent } from '../../contracts/events.js';

/** What the event routes take, `snake_case` on the wire. */

export const publishBody = z
  .strictObject({
    ...eventFields,
    type: productType,
    data: z.unknown().refine((data) => data !== undefined, { error: 'is missing' }),
    idempotency_key: idempotencyKey.optional(),
  })
  .transform(({ idempotency_key: key, ...event }): NewEvent => ({ ...event, idempotencyKey: key }));
export type PublishBody = z.output<typeof publishBody>;

export const listQuery = z.strictObject({
  tenant: storedText(255).optional(),
  type: z.string().refine(isEventType, { error: TYPE_ISSUE }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const eventId = z.uuid({ error: 'must be the id of an event' });
