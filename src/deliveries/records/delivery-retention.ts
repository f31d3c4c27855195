import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';

/** Rows that one statement deletes at most. */
const BATCH = 1_000;

/** The pause between two statements, in ms, in which whatever else there is to do has the database to itself. */
const PAUSE_MS = 20;

/** How long the hours of endpoints are kept, for their charts. */
const HOURS_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * Deletes, every night and in one process of all, events that are past their time, with their deliveries and attempts,
 * whatever became of them. Rows are taken in small batches along the primary keys: all of these begin with the event's
 * time.
 */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    @Inject(deliveriesConfig.token) private readonly config: DeliveriesConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('delivery-retention', '37 3 * * *', () => this.run());
  }

  /** Deletes what is past its time now. */
  async run(now = new Date()): Promise<void> {
    const firstKept = firstIdAt(daysBefore(now, this.config.retentionDays));
    const deleted = {
      attempts: await this.inBatches(attemptsBefore(firstKept)),
      deliveries: await this.inBatches(deliveriesBefore(firstKept)),
      events: await this.inBatches(eventsBefore(firstKept)),
      // Those deleted just now may be in the middle of being sent something.
      endpoints: await this.inBatches(endpointsDeletedBefore(daysBefore(now, 1))),
      hours: await this.deleteHours(daysBefore(now, HOURS_DAYS)),
    };
    this.logger.info({ event: 'deliveries_deleted', ...deleted }, 'Events and deliveries past their time');
  }

  /** Runs a statement that deletes some until it finds none. */
  private async inBatches(statement: Prisma.Sql): Promise<number> {
    let deleted = 0;
    for (let batch = BATCH; batch > 0; deleted += batch) {
      batch = await this.prisma.$executeRaw(statement);
      await sleep(PAUSE_MS);
    }
    return deleted;
  }

  /** Endpoint by endpoint, since the index of the hours begins with these. */
  private async deleteHours(before: Date): Promise<number> {
    let [deleted, after] = [0, firstIdAt(new Date(0))];
    for (let seen = BATCH; seen === BATCH;) {
      const endpoints = await this.prisma.endpoint.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: BATCH,
        select: { id: true },
      });
      const ids = endpoints.map(({ id }) => id);
      deleted += await this.prisma.$executeRaw`
        DELETE FROM endpoint_hours WHERE endpoint_id = ANY(${ids}::uuid[]) AND hour < ${before}`;
      seen = ids.length;
      after = ids.at(-1) ?? after;
    }
    return deleted;
  }
}

function daysBefore(time: Date, days: number): Date {
  return new Date(time.getTime() - days * DAY_MS);
}

// What somebody is at right now is passed by until the next night, and nobody waits for anybody.

function attemptsBefore(firstKept: string): Prisma.Sql {
  return Prisma.sql`
    WITH past AS MATERIALIZED (
      SELECT delivery_id, number FROM delivery_attempts WHERE delivery_id < ${firstKept}::uuid
      ORDER BY delivery_id, number LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM delivery_attempts AS attempt USING past
    WHERE attempt.delivery_id = past.delivery_id AND attempt.number = past.number`;
}

function deliveriesBefore(firstKept: string): Prisma.Sql {
  return Prisma.sql`
    WITH past AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id < ${firstKept}::uuid
      ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM deliveries AS delivery USING past WHERE delivery.id = past.id`;
}

function eventsBefore(firstKept: string): Prisma.Sql {
  return Prisma.sql`
    WITH past AS MATERIALIZED (
      SELECT id FROM published_events WHERE id < ${firstKept}::uuid
      ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM published_events AS event USING past WHERE event.id = past.id`;
}

/** Those that nothing refers to any more, with their hours. */
function endpointsDeletedBefore(before: Date): Prisma.Sql {
  return Prisma.sql`
    WITH past AS MATERIALIZED (
      SELECT id FROM endpoints AS deleted WHERE deleted_at < ${before}
        AND NOT EXISTS (SELECT FROM deliveries WHERE endpoint_id = deleted.id)
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    ), hours AS (
      DELETE FROM endpoint_hours WHERE endpoint_id IN (SELECT id FROM past)
    )
    DELETE FROM endpoints AS endpoint USING past WHERE endpoint.id = past.id`;
}
