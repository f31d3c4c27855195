import { Injectable } from '@nestjs/common';
import type { DeliveryStatus } from '../../contracts/events.js';
import { Prisma } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import type { DeliveryFilter } from './delivery-filter.js';
import {
  endpointsPath,
  eventPath,
  everyDelivery,
  isTroubled,
  statusesPath,
  type Path,
} from './delivery-paths.js';

/** Deliveries that are looked at for one page at most, in all strands together. */
const LOOK_AT = 10_000;

/** Endpoints of a tenant that are walked side by side at most; beyond, all deliveries are walked. */
const MAX_ENDPOINTS = 1_000;

/** What is looked for: one status or one of several. */
export interface WantedDeliveries extends Omit<DeliveryFilter, 'status'> {
  readonly statuses?: readonly DeliveryStatus[] | undefined;
}

export interface PageOptions {
  readonly limit: number;
  readonly order: 'newest first' | 'oldest first';
  /** The id at which the last page ended. */
  readonly after?: string | undefined;
}

/** A part of what is looked for. It may be empty and not the last: only so much is looked at for each page. */
export interface DeliveryPage {
  readonly ids: readonly string[];
  /** Where the next page begins; `undefined` when this was the last. */
  readonly next: string | undefined;
}

/** A delivery on the way that is worth telling of. */
interface LookedAt {
  id: string;
  /** It is one of those that are looked for. */
  found: boolean;
  /** Its strand goes on, but was not walked further. What lies beyond it has not been seen. */
  cut: boolean;
}

/**
 * Finds deliveries in the order of their events. Every filter walks along one index from the place where the last page
 * ended, and stops after a bounded number of rows: however many deliveries there are and however rare those that are
 * looked for, a page costs the same.
 */
@Injectable()
export class DeliverySearch {
  constructor(private readonly prisma: PrismaService) {}

  async page(wanted: WantedDeliveries, options: PageOptions): Promise<DeliveryPage> {
    const rows = await this.prisma.$queryRaw<LookedAt[]>(pageQuery(await this.path(wanted), wanted, options));
    const ids: string[] = [];
    for (const { id, found, cut } of rows) {
      if (ids.length === options.limit) return { ids, next: ids.at(-1) };
      if (found) ids.push(id);
      if (cut) return { ids, next: id };
    }
    return { ids, next: undefined };
  }

  /** The index that leads past the fewest deliveries which are not looked for. */
  private async path({ eventId, endpointId, tenant, statuses }: WantedDeliveries): Promise<Path> {
    if (eventId !== undefined) return eventPath(eventId);
    if (endpointId !== undefined) return endpointsPath([endpointId]);
    if (tenant !== undefined) {
      const endpoints = await this.endpointsOf(tenant);
      if (endpoints.length <= MAX_ENDPOINTS) return endpointsPath(endpoints);
    }
    return statuses?.every(isTroubled) ? statusesPath(statuses) : everyDelivery;
  }

  /** Deleted ones, too: what they were sent is still there. */
  private async endpointsOf(tenant: string): Promise<string[]> {
    const endpoints = await this.prisma.endpoint.findMany({
      where: { tenant },
      select: { id: true },
      take: MAX_ENDPOINTS + 1,
    });
    return endpoints.map(({ id }) => id);
  }
}

/** One page along a path, in order; ends with the first that was `cut`, if any. */
function pageQuery(path: Path, wanted: WantedDeliveries, { limit, order, after }: PageOptions): Prisma.Sql {
  const newestFirst = order === 'newest first';
  const direction = newestFirst ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const each = Math.max(1, Math.floor(LOOK_AT / Math.max(1, path.count)));
  const range = [path.condition];
  if (after !== undefined) {
    range.push(
      newestFirst ? Prisma.sql`delivery.id < ${after}::uuid` : Prisma.sql`delivery.id > ${after}::uuid`,
    );
  }
  if (wanted.since) range.push(Prisma.sql`delivery.id >= ${firstIdAt(wanted.since)}::uuid`);
  if (wanted.until) range.push(Prisma.sql`delivery.id < ${firstIdAt(wanted.until)}::uuid`);
  return Prisma.sql`
    SELECT walked.id, walked.found, walked.cut FROM ${path.strands} CROSS JOIN LATERAL (
      SELECT id, found, row_number() OVER (ORDER BY id ${direction}) = ${each} AS cut FROM (
        SELECT delivery.id, ${matches(wanted)} AS found FROM deliveries AS delivery
        WHERE ${Prisma.join(range, ' AND ')} ORDER BY delivery.id ${direction} LIMIT ${each}) AS looked_at
    ) AS walked
    WHERE walked.found OR walked.cut ORDER BY walked.id ${direction} LIMIT ${limit + 1}`;
}

function matches({ endpointId, type, tenant, statuses }: WantedDeliveries): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (endpointId !== undefined) conditions.push(Prisma.sql`delivery.endpoint_id = ${endpointId}::uuid`);
  if (type !== undefined) conditions.push(Prisma.sql`delivery.type = ${type}`);
  if (statuses) conditions.push(Prisma.sql`delivery.status = ANY(${statuses}::delivery_status[])`);
  if (tenant !== undefined) {
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM endpoints AS e WHERE e.id = delivery.endpoint_id AND e.tenant = ${tenant})`,
    );
  }
  return Prisma.sql`(${Prisma.join(conditions, ' AND ')})`;
}
