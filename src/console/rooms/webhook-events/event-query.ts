import { z } from 'zod';
import { filterFields, readFilter, type WebhookEventFilter } from '../../../webhooks/events/event-filter.js';

/** The fields of the filter, the same words as in `GET /v1/webhook-events`. */
export const FILTER_FIELDS = Object.keys(filterFields);

/** Statuses of which all events that match can be replayed at once: those that did not reach their handlers. */
export const REPLAYABLE: readonly string[] = ['dead', 'failed', 'unhandled'];

/** What the list page is asked for. */
export interface EventQuery {
  readonly filter: WebhookEventFilter;
  /** Where the page before ended. */
  readonly after: string | undefined;
}

// A cursor is nothing that somebody types: one that is none begins at the newest.
const after = z.uuid().optional().catch(undefined);

export const eventQuery: z.ZodType<EventQuery> = z
  .object({ ...filterFields, after })
  .transform(({ after: cursor, ...fields }) => ({ filter: readFilter(fields), after: cursor }));

const count = z.coerce.number().int().min(0).catch(0);

/** What the list page tells after a replay of many: how many, and where to go on if it was not done. */
export const replayNotice = z.object({
  done: z.literal('replayed'),
  replayed: count,
  skipped: count,
  rest: z.uuid().optional().catch(undefined),
});
export type ReplayNotice = z.output<typeof replayNotice>;
