import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';

/** Deliveries that are counted at most: beyond it the number says "very many", and costs no more. */
export const COUNT_TO = 100_000;

/** Dead deliveries that are counted at most. */
export const COUNT_DEAD_TO = 10_000;

/** Endpoints that are looked at for what is overdue. */
const LOOK_AT = 1_000;

/** How much waits to be delivered, for how long, and what was given up. All of it costs the same however many deliveries there are. */
@Injectable()
export class DeliveryQueue {
  constructor(private readonly prisma: PrismaService) {}

  /** Deliveries that are not done yet, whatever they wait for; counted up to {@link COUNT_TO}. */
  async depth(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ depth: number }[]>`
      SELECT count(*)::int AS depth FROM (
        SELECT 1 FROM deliveries WHERE due_at IS NOT NULL LIMIT ${COUNT_TO}) AS waiting`;
    return row?.depth ?? 0;
  }

  /**
   * For how many seconds the oldest delivery has been due that only the workers keep waiting: not for endpoints that are
   * disabled, paused, unproved, failing, held, rate-limited or ordered, where waiting is as it should be. 0 when there is
   * none. Looked for at up to {@link LOOK_AT} endpoints that something waits for.
   */
  async oldestDueSeconds(): Promise<number> {
    // From one endpoint to the next along the queue's index, past all else that waits for each.
    const [row] = await this.prisma.$queryRaw<{ seconds: number }[]>`
      WITH RECURSIVE waiting AS (
        (SELECT endpoint_id, due_at FROM deliveries WHERE due_at IS NOT NULL ORDER BY endpoint_id, due_at LIMIT 1)
        UNION ALL
        SELECT next.endpoint_id, next.due_at FROM waiting CROSS JOIN LATERAL (
          SELECT endpoint_id, due_at FROM deliveries
          WHERE due_at IS NOT NULL AND endpoint_id > waiting.endpoint_id
          ORDER BY endpoint_id, due_at LIMIT 1) AS next
      ), looked_at AS (SELECT endpoint_id, due_at FROM waiting LIMIT ${LOOK_AT})
      SELECT coalesce(extract(epoch FROM now() - min(looked_at.due_at)), 0)::float8 AS seconds
      FROM looked_at JOIN endpoints e ON e.id = looked_at.endpoint_id
      WHERE looked_at.due_at <= now() AND e.enabled AND NOT e.paused AND e.ownership <> 'unproved'
        AND e.failing_since IS NULL AND (e.held_until IS NULL OR e.held_until <= now())
        AND e.rate_limit IS NULL AND NOT e.ordered`;
    return row?.seconds ?? 0;
  }

  /** Deliveries that were given up, until they are replayed or pruned; counted up to {@link COUNT_DEAD_TO}. */
  async dead(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ dead: number }[]>`
      SELECT count(*)::int AS dead FROM (
        SELECT 1 FROM deliveries WHERE status = 'dead' LIMIT ${COUNT_DEAD_TO}) AS given_up`;
    return row?.dead ?? 0;
  }
}
