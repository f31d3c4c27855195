import { Prisma } from '../../platform/database/generated/client.js';
import type { WebhookEventFilter } from './event-filter.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import type { Path } from './paths.js';

/** Events that are looked at for one page at most, in all strands together. */
const LOOK_AT = 10_000;

export interface PageOptions {
  limit: number;
  order: 'newest first' | 'oldest first';
  /** The id at which the last page ended. */
  after?: string;
}

/** An event on the way that is worth telling of. */
export interface LookedAt {
  id: string;
  /** It is what the filter looks for. */
  found: boolean;
  /** Its strand goes on, but was not walked further. What lies beyond it has not been seen. */
  cut: boolean;
}

/** One page along a path, in order; ends with the first that was `cut`, if any. */
export function pageQuery(path: Path, filter: WebhookEventFilter, { limit, order, after }: PageOptions) {
  const direction = order === 'newest first' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const each = Math.max(1, Math.floor(LOOK_AT / Math.max(1, path.count)));
  const range: Prisma.Sql[] = [path.condition];
  if (after) {
    range.push(
      order === 'newest first'
        ? Prisma.sql`event.id < ${after}::uuid`
        : Prisma.sql`event.id > ${after}::uuid`,
    );
  }
  const { receivedAfter, receivedBefore } = filter;
  if (receivedAfter) range.push(Prisma.sql`event.id >= ${firstIdAt(receivedAfter)}::uuid`);
  if (receivedBefore) range.push(Prisma.sql`event.id < ${firstIdAt(receivedBefore)}::uuid`);
  return Prisma.sql`
    SELECT walked.id, walked.found, walked.cut FROM ${path.strands} CROSS JOIN LATERAL (
      SELECT id, found, row_number() OVER (ORDER BY id ${direction}) = ${each} AS cut FROM (
        SELECT event.id, ${matches(filter)} AS found FROM webhook_events AS event
        WHERE ${Prisma.join(range, ' AND ')} ORDER BY event.id ${direction} LIMIT ${each}) AS looked_at
    ) AS walked
    WHERE walked.found OR walked.cut ORDER BY walked.id ${direction} LIMIT ${limit + 1}`;
}

function matches({ provider, type, status, connectionId }: WebhookEventFilter): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (provider !== undefined) conditions.push(Prisma.sql`event.provider = ${provider}`);
  if (type !== undefined) conditions.push(Prisma.sql`event.type = ${type}`);
  if (status !== undefined) conditions.push(Prisma.sql`event.status = ${status}::webhook_event_status`);
  if (connectionId !== undefined) conditions.push(Prisma.sql`event.connection_id = ${connectionId}`);
  return Prisma.sql`(${Prisma.join(conditions, ' AND ')})`;
}
