import type { WebhookEventStatus } from '../../platform/database/generated/enums.js';
import { Prisma } from '../../platform/database/generated/client.js';

/** A way along an index of `webhook_events`, in the order of ids; several strands of it are walked side by side. */
export interface Path {
  /** What the strands are taken from, as a table. */
  strands: Prisma.Sql;
  count: number;
  /** What holds for the events of a strand, and for no others. */
  condition: Prisma.Sql;
}

/** A provider and a type of its events. */
export interface EventKind {
  provider: string;
  type: string;
}

const ONE = { strands: Prisma.sql`(SELECT) AS all_of_them`, count: 1 };

/** All events, by the primary key. */
export const everyEvent: Path = { ...ONE, condition: Prisma.sql`true` };

export function idPath(ids: readonly string[]): Path {
  return { ...ONE, condition: Prisma.sql`event.id = ANY(${ids}::uuid[])` };
}

export function kindPath(kinds: readonly EventKind[]): Path {
  const providers = kinds.map(({ provider }) => provider);
  const types = kinds.map(({ type }) => type);
  return {
    strands: Prisma.sql`unnest(${providers}::text[], ${types}::text[]) AS kind (provider, type)`,
    count: kinds.length,
    condition: Prisma.sql`event.provider = kind.provider AND event.type = kind.type`,
  };
}

/** By name rather than as a value: so PostgreSQL knows that the index will do, and how few there are of a status. */
const STATUSES: Record<Exclude<WebhookEventStatus, 'processed'>, Prisma.Sql> = {
  pending: Prisma.sql`event.status = 'pending'`,
  failed: Prisma.sql`event.status = 'failed'`,
  dead: Prisma.sql`event.status = 'dead'`,
  unhandled: Prisma.sql`event.status = 'unhandled'`,
  superseded: Prisma.sql`event.status = 'superseded'`,
};

export function statusPath(status: Exclude<WebhookEventStatus, 'processed'>): Path {
  return { ...ONE, condition: STATUSES[status] };
}

/** That it is not empty has to be said: only then does PostgreSQL know that the index will do. */
export function connectionPath(connectionId: string): Path {
  return {
    ...ONE,
    condition: Prisma.sql`event.connection_id <> '' AND event.connection_id = ${connectionId}`,
  };
}
