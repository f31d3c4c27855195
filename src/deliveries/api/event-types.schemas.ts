import { z } from 'zod';
import { entryFields } from '../catalogue/entry-fields.js';
import { isEventType, TYPE_ISSUE } from '../events/event-type-names.js';

/** What the routes of the catalogue take. */

export const typeName = z.string().refine(isEventType, { error: TYPE_ISSUE });

export type EntryBody = z.output<typeof entryFields>;

export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: typeName.optional(),
});
export type ListQuery = z.output<typeof listQuery>;
