import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { WebhookEventStatus } from '../../platform/database/generated/enums.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { lockEvents } from '../events/event-locks.js';
import { retentionConfig, type RetentionConfig } from './retention.config.js';

/** Events that one transaction deletes at most. */
const BATCH = 500;
/** The pause between two of them, in ms, in which whatever else there is to do has the database to itself. */
const PAUSE_MS = 20;
/** How long one run goes on at most, in ms. The next goes on where it ended. */
const RUN_MS = 600_000;
const DAY_MS = 86_400_000;

/** Before every event. */
const FIRST_ID = firstIdAt(new Date(0));

interface OldEvent {
  id: string;
  status: WebhookEventStatus;
}

/**
 * Deletes events that are past their time, with their payloads and runs, every hour and in one process of all. Rows are
 * taken in small batches, along an index, oldest first; no table is ever locked.
 */
@Injectable()
export class WebhookRetention implements OnApplicationBootstrap {
  /**
   * Where the processed are looked for from. No index knows them, so that what is kept for longer is walked over with
   * them: once a day by each process, since an old event may have been processed by a replay, and not every hour.
   */
  private processed = { day: '', after: FIRST_ID };

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    @Inject(retentionConfig.token) private readonly config: RetentionConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('webhook-retention', '53 * * * *', () => this.run());
  }

  /** Deletes what is past its time now. */
  async run(now = new Date()): Promise<void> {
    const endsAtMs = performance.now() + RUN_MS;
    const deleted = {
      dead: await this.deleteOf('dead', now, endsAtMs),
      unhandled: await this.deleteOf('unhandled', now, endsAtMs),
      superseded: await this.deleteOf('superseded', now, endsAtMs),
      processed: await this.deleteProcessed(now, endsAtMs),
    };
    this.logger.info({ event: 'webhook_events_deleted', ...deleted }, 'Webhook events past their time');
  }

  private async deleteOf(
    status: 'dead' | 'unhandled' | 'superseded',
    now: Date,
    endsAtMs: number,
  ): Promise<number> {
    const before = this.firstKept(status, now);
    if (!before) return 0;
    let [deleted, after] = [0, FIRST_ID];
    for (let seen = BATCH; seen === BATCH && performance.now() < endsAtMs;) {
      const old = await this.prisma.$queryRaw<OldEvent[]>`
        SELECT id, status FROM webhook_events
        WHERE status <> 'processed' AND status = ${status}::webhook_event_status
          AND id > ${after}::uuid AND id < ${before}::uuid
        ORDER BY id LIMIT ${BATCH}`;
      deleted += await this.delete(old, status);
      after = old.at(-1)?.id ?? after;
      seen = old.length;
    }
    return deleted;
  }

  private async deleteProcessed(now: Date, endsAtMs: number): Promise<number> {
    const before = this.firstKept('processed', now);
    if (!before) return 0;
    const day = now.toISOString().slice(0, 10);
    if (this.processed.day !== day) this.processed = { day, after: FIRST_ID };
    let deleted = 0;
    for (let seen = BATCH; seen === BATCH && performance.now() < endsAtMs;) {
      const old = await this.prisma.$queryRaw<OldEvent[]>`
        SELECT id, status FROM webhook_events WHERE id > ${this.processed.after}::uuid AND id < ${before}::uuid
        ORDER BY id LIMIT ${BATCH}`;
      deleted += await this.delete(old, 'processed');
      this.processed.after = old.at(-1)?.id ?? this.processed.after;
      seen = old.length;
    }
    return deleted;
  }

  /** The first id that is kept whatever its status; `undefined` when events of this status are kept for ever. */
  private firstKept(status: keyof RetentionConfig['days'], now: Date): string | undefined {
    const days = this.config.days[status];
    return days ? firstIdAt(new Date(now.getTime() - days * DAY_MS)) : undefined;
  }

  /** Deletes those of a status; one at which something is going on stays until the next run. */
  private async delete(old: readonly OldEvent[], status: WebhookEventStatus): Promise<number> {
    const ids = old.filter((event) => event.status === status).map(({ id }) => id);
    if (!ids.length) return 0;
    const deleted = await this.prisma.$transaction(async (tx) => {
      const locked = await lockEvents(tx, ids);
      return tx.$executeRaw`
        WITH past AS (
          DELETE FROM webhook_events
          WHERE id = ANY(${locked}::uuid[]) AND status = ${status}::webhook_event_status RETURNING id
        ),
        payloads AS (DELETE FROM webhook_payloads WHERE event_id IN (SELECT id FROM past)),
        runs AS (DELETE FROM webhook_handler_runs WHERE event_id IN (SELECT id FROM past))
        SELECT id FROM past`;
    });
    await sleep(PAUSE_MS);
    return deleted;
  }
}
