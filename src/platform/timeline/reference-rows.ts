import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../database/prisma.service.js';

/** Rows deleted at a time, so that pruning never holds the table for long. */
const PRUNE_BATCH = 5_000;

/** A reference, and the work that goes under it. */
export interface ReferenceRow {
  readonly name: string;
  readonly value: string;
  readonly requestId: string;
  /** Of a webhook, its event: others may have come in the same request that are about other things. */
  readonly eventId: string | null;
  readonly at: Date;
}

/** The table of references. */
@Injectable()
export class ReferenceRows {
  constructor(private readonly prisma: BackgroundPrismaService) {}

  /**
   * Writes many by one statement; those that are there stay. An event that shares its request with others is noted as
   * `webhook:<id>` in place of the request id, so that theirs do not show on its timeline.
   */
  async insert(rows: readonly ReferenceRow[]): Promise<void> {
    // In the order of the key: two writers that hold the same ones never wait for each other in a circle.
    const sorted = rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const column = <T>(read: (row: ReferenceRow) => T) => sorted.map((row) => read(row));
    await this.prisma.$executeRaw`
      INSERT INTO timeline_references (name, value, request_id, at)
      SELECT name, value, CASE
          WHEN event_id IS NOT NULL AND EXISTS (
            SELECT FROM webhook_events w WHERE w.request_id = noted.request_id AND w.id <> noted.event_id)
          THEN 'webhook:' || event_id ELSE request_id END, at
      FROM unnest(
        ${column(({ name }) => name)}::text[],
        ${column(({ value }) => value)}::text[],
        ${column(({ requestId }) => requestId)}::text[],
        ${column(({ eventId }) => eventId)}::uuid[],
        ${column(({ at }) => at)}::timestamptz[]) AS noted (name, value, request_id, event_id, at)
      ON CONFLICT (name, value, request_id) DO NOTHING`;
  }

  /** Deletes what was noted before. @returns how many */
  async prune(before: Date): Promise<number> {
    let pruned = 0;
    for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) {
      batch = await this.prisma.$executeRaw`
        DELETE FROM timeline_references WHERE (name, value, request_id) IN (
          SELECT name, value, request_id FROM timeline_references WHERE at < ${before} ORDER BY at LIMIT ${PRUNE_BATCH})`;
    }
    return pruned;
  }
}

function keyOf({ name, value, requestId }: ReferenceRow): string {
  return JSON.stringify([name, value, requestId]);
}
