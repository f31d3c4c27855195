import { z } from 'zod';
import type { OutboundRequestFilter } from '../../../outbound/request-log/outbound-requests.js';

/** PostgreSQL knows no text with a NUL in it, so that there is nothing to find. */
const word = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' });
const time = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T08:30:00Z' })
  .transform((text) => new Date(text));

const fields = {
  provider: word(64).optional(),
  operation: word(128).optional(),
  failed: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .optional(),
  connection_id: word(128).optional(),
  request_id: word(128).optional(),
  since: time.optional(),
  until: time.optional(),
};

/** The fields of the filter, the same words as in `GET /v1/requests`. */
export const FILTER_FIELDS = Object.keys(fields);

/** What the list page is asked for. */
export interface RequestQuery {
  readonly filter: OutboundRequestFilter;
  /** The id at which the page before ended. */
  readonly after: string | undefined;
}

export const requestQuery: z.ZodType<RequestQuery> = z
  .object({ ...fields, after: z.uuid().optional().catch(undefined) })
  .transform(({ after, connection_id: connectionId, request_id: requestId, ...filter }) => ({
    filter: { ...filter, connectionId, requestId },
    after,
  }));
