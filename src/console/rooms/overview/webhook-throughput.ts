import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Prisma } from '../../../platform/database/generated/client.js';
import { PrismaService } from '../../../platform/database/prisma.service.js';
import { firstIdAt } from '../../../platform/database/uuid-ranges.js';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** An event may be stored this much later than its id says, in ms: only then does an hour's count stand. */
const SETTLED_AFTER_MS = 60_000;

/** How long a page waits for counts that are not there yet, in ms. */
const WAIT_MS = 20;

/** Failed events that are counted at most, of each status. */
export const MAX_FAILED = 10_000;

/** The events that came within one hour. */
interface Hour {
  readonly at: Date;
  /** `undefined` while it is still being counted. */
  readonly count: number | undefined;
  /** How many of them are dead now, or failed and will be tried again. */
  readonly failed: number;
}

/** What came in within some hours. */
export interface Throughput {
  readonly hours: readonly Hour[];
  /** Up to {@link MAX_FAILED} of each. */
  readonly dead: number;
  readonly failed: number;
}

interface FailedCount {
  hour: number;
  status: 'dead' | 'failed';
  count: number;
}

/** How far an hour is counted. */
interface HourCount {
  /** Up to here the count stands, in ms since 1970. */
  readonly until: number;
  /** The events up to there. */
  readonly settled: number;
  /** All of them, as last seen. */
  readonly count: number;
}

/**
 * Webhook events by the hour. To count a million rows takes a quarter of a second, so each is counted once, along the
 * primary key (ids begin with their time), and the counts are kept in this process: what is over does not change. A
 * page counts what has come since the page before; where more is missing (after a start), it shows what is counted so
 * far.
 */
@Injectable()
export class WebhookThroughput {
  /** By the beginning of the hour, in ms since 1970. */
  private readonly counts = new Map<number, HourCount>();
  private counting: Promise<void> | undefined;

  constructor(private readonly prisma: PrismaService) {}

  /** @param hours the beginnings of the hours in ms since 1970, the oldest first, as {@link lastHours} has them */
  async of(hours: readonly number[]): Promise<Throughput> {
    this.counting ??= this.countAll(hours).finally(() => (this.counting = undefined));
    const counted = Promise.race([this.counting, sleep(WAIT_MS, undefined, { ref: false })]);
    const [failures] = await Promise.all([this.failures(hours), counted]);
    const sum = (matches: (row: FailedCount) => boolean) =>
      failures.filter(matches).reduce((total, { count }) => total + count, 0);
    return {
      hours: hours.map((ms, index) => ({
        at: new Date(ms),
        count: this.counts.get(ms)?.count,
        failed: sum(({ hour }) => hour === index + 1),
      })),
      dead: sum(({ status }) => status === 'dead'),
      failed: sum(({ status }) => status === 'failed'),
    };
  }

  /** The newest first, one statement for each: whoever looks meanwhile sees how far it got. */
  private async countAll(hours: readonly number[]): Promise<void> {
    for (const ms of this.counts.keys()) if (ms < (hours[0] ?? 0)) this.counts.delete(ms);
    for (const ms of hours.toReversed()) {
      const known = this.counts.get(ms) ?? { until: ms, settled: 0, count: 0 };
      if (known.until < ms + HOUR_MS) this.counts.set(ms, await this.countOn(ms + HOUR_MS, known));
    }
  }

  /** Counts on to the end of an hour from where it was left. */
  private async countOn(end: number, { until: from, settled }: HourCount): Promise<HourCount> {
    const until = Math.max(from, Math.min(end, Date.now() - SETTLED_AFTER_MS));
    const [row] = await this.prisma.$queryRaw<{ settled: number; count: number }[]>`
      SELECT (count(*) FILTER (WHERE id < ${firstIdOf(until)}::uuid))::int AS settled, count(*)::int AS count
      FROM webhook_events WHERE id >= ${firstIdOf(from)}::uuid AND id < ${firstIdOf(end)}::uuid`;
    return { until, settled: settled + (row?.settled ?? 0), count: settled + (row?.count ?? 0) };
  }

  private failures(hours: readonly number[]): Promise<FailedCount[]> {
    return this.prisma.$queryRaw<FailedCount[]>(failedCounts(hours));
  }
}

/** The beginnings of the {@link HOURS} hours until now, in ms since 1970, the oldest first; the last has only begun. */
export function lastHours(nowMs = Date.now()): number[] {
  const newest = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, index) => newest - (HOURS - 1 - index) * HOUR_MS);
}

function firstIdOf(ms: number): string {
  return firstIdAt(new Date(ms));
}

/** Dead and failed events by hour (1 is the first), the newest {@link MAX_FAILED} of each status. */
function failedCounts(hours: readonly number[]): Prisma.Sql {
  const firstIds = hours.map(firstIdOf);
  // Each status by name rather than as a value: so PostgreSQL knows how few there are of it, and walks along its index.
  return Prisma.sql`
    SELECT width_bucket(id, ${firstIds}::uuid[]) AS hour, status, count(*)::int FROM (
      (SELECT id, 'dead' AS status FROM webhook_events
        WHERE status = 'dead' AND id >= ${firstIds[0]}::uuid ORDER BY id DESC LIMIT ${MAX_FAILED})
      UNION ALL
      (SELECT id, 'failed' FROM webhook_events
        WHERE status = 'failed' AND id >= ${firstIds[0]}::uuid ORDER BY id DESC LIMIT ${MAX_FAILED})
    ) AS found GROUP BY hour, status`;
}
