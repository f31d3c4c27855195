import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EventTransaction } from '../../contracts/events.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { publishStatement, type EventToStore, type StoredEvent } from './publish-statement.js';

/** What events are listed by. */
export interface PublishedEventFilter {
  readonly tenant?: string | undefined;
  readonly type?: string | undefined;
}

/** An event that was published, without its data. */
export interface PublishedEventSummary {
  readonly id: string;
  readonly type: string;
  readonly tenant: string;
  readonly subject: string | null;
  readonly idempotencyKey: string | null;
  readonly createdAt: Date;
}

/** An event that was published, as it was published. */
export interface PublishedEventView extends PublishedEventSummary {
  /** JSON. */
  readonly data: unknown;
  /** The data of older versions, by version. */
  readonly versions: Readonly<Record<string, unknown>> | null;
  /** Under which it was published; null outside of any request. */
  readonly requestId: string | null;
}

/** An event that was there before under its idempotency key. */
export interface EarlierEvent extends StoredEvent {
  readonly fingerprint: Uint8Array;
}

const stored = z.array(z.object({ id: z.uuid(), createdAt: z.date(), deliveries: z.int() }));
const earlier = z.array(
  z.object({ id: z.uuid(), createdAt: z.date(), deliveries: z.int(), fingerprint: z.instanceof(Uint8Array) }),
);
const json = z.string().transform((text): unknown => JSON.parse(text));
const versionsByName = json.pipe(z.record(z.string(), z.unknown())).nullable();

const SUMMARY = {
  id: true,
  type: true,
  tenant: true,
  subject: true,
  idempotencyKey: true,
  createdAt: true,
} as const;

const EARLIER = `
  SELECT e.id, e.created_at AS "createdAt", e.fingerprint,
    (SELECT count(*)::int FROM deliveries d WHERE d.event_id = e.id) AS deliveries
  FROM published_events e WHERE e.tenant = $1 AND e.idempotency_key = $2`;

/** The events as they are kept. */
@Injectable()
export class PublishedEvents {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Stores an event with its deliveries, in one round trip.
   * @returns `undefined` when the tenant has used the idempotency key before
   */
  async add(event: EventToStore, tx: EventTransaction = this.prisma): Promise<StoredEvent | undefined> {
    const { text, values } = publishStatement(event);
    return stored.parse(await tx.$queryRawUnsafe(text, ...values))[0];
  }

  /** The event that has a tenant's idempotency key, as `tx` sees it. */
  async byKey(
    tenant: string,
    key: string,
    tx: EventTransaction = this.prisma,
  ): Promise<EarlierEvent | undefined> {
    return earlier.parse(await tx.$queryRawUnsafe(EARLIER, tenant, key))[0];
  }

  async get(id: string): Promise<PublishedEventView | undefined> {
    const row = await this.prisma.publishedEvent.findUnique({
      where: { id },
      select: { ...SUMMARY, data: true, versions: true, requestId: true },
    });
    return row
      ? { ...row, data: json.parse(row.data), versions: versionsByName.parse(row.versions) }
      : undefined;
  }

  /** A page, newest first. `after` is the id of the last one seen. */
  list(filter: PublishedEventFilter, limit: number, after?: string): Promise<PublishedEventSummary[]> {
    return this.prisma.publishedEvent.findMany({
      where: { ...filter, ...(after !== undefined && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
      select: SUMMARY,
    });
  }
}
