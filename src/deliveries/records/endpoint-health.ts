import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';

/** How many waiting deliveries of one endpoint are counted: a count of millions would cost as much as they are. */
export const MAX_WAITING = 1_000;

/** What an endpoint was sent in one hour. */
export interface HealthHour {
  /** Its beginning. */
  readonly hour: Date;
  /** Attempts that were answered with 2xx. */
  readonly delivered: number;
  readonly failed: number;
}

/** How endpoints have been doing, for their pages. */
@Injectable()
export class EndpointHealth {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * The hours that begin at `since` or later and in which anything was sent, the oldest first; an entry for each of the
   * endpoints. They are kept for 90 days.
   */
  async hours(endpointIds: readonly string[], since: Date): Promise<Map<string, HealthHour[]>> {
    const rows = await this.prisma.endpointHour.findMany({
      where: { endpointId: { in: [...endpointIds] }, hour: { gte: since } },
      orderBy: { hour: 'asc' },
    });
    const hours = new Map<string, HealthHour[]>(endpointIds.map((id) => [id, []]));
    for (const { endpointId, ...hour } of rows) hours.get(endpointId)?.push(hour);
    return hours;
  }

  /** How many deliveries of each are not done yet, counted up to {@link MAX_WAITING}. */
  async waiting(endpointIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.prisma.$queryRaw<{ id: string; waiting: number }[]>`
      SELECT endpoint.id, waiting.count AS waiting FROM unnest(${endpointIds}::uuid[]) AS endpoint (id)
      CROSS JOIN LATERAL (SELECT count(*)::int FROM (
        SELECT FROM deliveries WHERE endpoint_id = endpoint.id AND due_at IS NOT NULL LIMIT ${MAX_WAITING}) AS counted
      ) AS waiting`;
    return new Map(rows.map(({ id, waiting }) => [id, waiting]));
  }
}
