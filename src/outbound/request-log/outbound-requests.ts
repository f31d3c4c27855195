import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Prisma, OutboundRequest } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService, PrismaService } from '../../platform/database/prisma.service.js';

/** How long a row is kept, in days. */
const KEPT_DAYS = 7;

/** How many rows are kept. */
const KEPT_ROWS = 100_000;

/** Rows deleted at a time, so that pruning never holds the table for long. */
const PRUNE_BATCH = 5_000;

const DAY_MS = 86_400_000;

export interface OutboundRequestFilter {
  provider?: string;
  operation?: string;
  failed?: boolean;
  statusCode?: number;
  requestId?: string;
  connectionId?: string;
  /** Ended at this time or later. */
  since?: Date;
  /** Ended before this time. */
  until?: Date;
}

/**
 * The table of calls to providers. Its ids are UUIDs of version 7, made when a call ends: they stand in the order of
 * time, so that the primary key alone serves order, age and pages.
 */
@Injectable()
export class OutboundRequests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrismaService,
  ) {}

  /** A page of calls, newest first. `after` is the id of the last one seen. */
  list({ since, until, ...filter }: OutboundRequestFilter, limit: number, after?: string) {
    const ids: Prisma.UuidFilter[] = [
      ...(after ? [{ lt: after }] : []),
      ...(since ? [{ gte: firstIdAt(since.getTime()) }] : []),
      ...(until ? [{ lt: firstIdAt(until.getTime()) }] : []),
    ];
    return this.prisma.outboundRequest.findMany({
      where: { ...filter, AND: ids.map((id) => ({ id })) },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** Writes many rows with one statement, by hand: Prisma's `createMany` compiles a query anew for each number of rows. */
  async insert(rows: readonly OutboundRequest[]): Promise<void> {
    const column = <T>(read: (row: OutboundRequest) => T) => rows.map((row) => read(row));
    await this.background.$executeRaw`
      INSERT INTO outbound_requests
        (id, request_id, provider, connection_id, operation, endpoint, method, status_code, error_code, error, answer, failed,
         attempts, duration_ms, started_at)
      SELECT * FROM unnest(
        ${column(({ id }) => id)}::uuid[],
        ${column(({ requestId }) => requestId)}::text[],
        ${column(({ provider }) => provider)}::text[],
        ${column(({ connectionId }) => connectionId)}::text[],
        ${column(({ operation }) => operation)}::text[],
        ${column(({ endpoint }) => endpoint)}::text[],
        ${column(({ method }) => method)}::text[],
        ${column(({ statusCode }) => statusCode)}::integer[],
        ${column(({ errorCode }) => errorCode)}::text[],
        ${column(({ error }) => error)}::text[],
        ${column(({ answer }) => answer)}::text[],
        ${column(({ failed }) => failed)}::boolean[],
        ${column(({ attempts }) => attempts)}::integer[],
        ${column(({ durationMs }) => durationMs)}::integer[],
        ${column(({ startedAt }) => startedAt)}::timestamptz[])
      ON CONFLICT (id) DO NOTHING`;
  }

  async databaseAnswers(): Promise<boolean> {
    return this.background.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    );
  }

  /** Deletes what is older than {@link KEPT_DAYS}, and the oldest beyond {@link KEPT_ROWS}; returns how many. */
  async prune(): Promise<number> {
    const oldest = firstIdAt(Date.now() - KEPT_DAYS * DAY_MS);
    const [surplus] = await this.background.outboundRequest.findMany({
      select: { id: true },
      orderBy: { id: 'desc' },
      skip: KEPT_ROWS - 1,
      take: 1,
    });
    const firstKept = surplus && surplus.id > oldest ? surplus.id : oldest;
    let pruned = 0;
    for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) {
      batch = await this.background.$executeRaw`
        DELETE FROM outbound_requests WHERE id IN (
          SELECT id FROM outbound_requests WHERE id < ${firstKept}::uuid ORDER BY id LIMIT ${PRUNE_BATCH})`;
    }
    return pruned;
  }
}

/** The smallest id of a call that ended at this time or later (RFC 9562, 5.7). */
function firstIdAt(ms: number): string {
  return uuidv7({ msecs: ms, seq: 0, random: new Uint8Array(16) });
}
