import type { DeliveryStatus } from '../../contracts/events.js';
import { Prisma } from '../../platform/database/generated/client.js';

/** A way along an index of `deliveries`, in the order of ids; several strands of it are walked side by side. */
export interface Path {
  /** What the strands are taken from, as a table. */
  readonly strands: Prisma.Sql;
  readonly count: number;
  /** What holds for the deliveries of a strand, and for no others. */
  readonly condition: Prisma.Sql;
}

/** All deliveries, by the primary key. */
export const everyDelivery: Path = {
  strands: Prisma.sql`(SELECT) AS all_of_them`,
  count: 1,
  condition: Prisma.sql`true`,
};

/** The deliveries of one event: as many as its tenant has endpoints. */
export function eventPath(eventId: string): Path {
  return { ...everyDelivery, condition: Prisma.sql`delivery.event_id = ${eventId}::uuid` };
}

export function endpointsPath(endpointIds: readonly string[]): Path {
  return {
    strands: Prisma.sql`unnest(${endpointIds}::uuid[]) AS endpoint (id)`,
    count: endpointIds.length,
    condition: Prisma.sql`delivery.endpoint_id = endpoint.id`,
  };
}

/** Statuses that an index knows: few deliveries stay in them. */
export type TroubledStatus = Extract<DeliveryStatus, 'failed' | 'dead'>;

export function isTroubled(status: DeliveryStatus): status is TroubledStatus {
  return status === 'failed' || status === 'dead';
}

/** Both are named beside the strand's own: only then does PostgreSQL know that the index will do. */
export function statusesPath(statuses: readonly TroubledStatus[]): Path {
  return {
    strands: Prisma.sql`unnest(${statuses}::delivery_status[]) AS strand (status)`,
    count: statuses.length,
    condition: Prisma.sql`delivery.status IN ('failed', 'dead') AND delivery.status = strand.status`,
  };
}
