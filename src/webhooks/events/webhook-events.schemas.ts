import { z } from 'zod';
import { filterFields, readFilter } from './event-filter.js';

const cursor = z.uuid().optional();

export const listQuery = z
  .strictObject({ ...filterFields, limit: z.coerce.number().int().min(1).max(100).default(20), cursor })
  .transform(({ limit, cursor: after, ...fields }) => ({ filter: readFilter(fields), limit, after }));
export type ListQuery = z.output<typeof listQuery>;

export const replayRequest = z
  .strictObject({ ...filterFields, cursor })
  .transform(({ cursor: after, ...fields }) => ({ filter: readFilter(fields), after }))
  .refine(({ filter }) => Object.values(filter).some((value) => value !== undefined), {
    error: 'must say which events, such as { "status": "dead" }',
  });
export type ReplayRequest = z.output<typeof replayRequest>;

export const eventId = z.uuid({ error: 'must be the id of a webhook event, a UUID' });
