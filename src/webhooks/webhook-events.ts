import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { WebhookEventStatus } from '../platform/database/generated/enums.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { EVENTS_PER_JOB, WEBHOOK_JOB } from './webhook-jobs.js';
import { resetRuns } from './webhook-runs.js';

export interface WebhookEventFilter {
  provider?: string;
  type?: string;
  status?: WebhookEventStatus;
}

const WITH_RUNS = { handlerRuns: { orderBy: { handler: 'asc' } } } as const;
const WITHOUT_BODY = { rawBody: true, headers: true } as const;

/** Looks at stored events, and sends them to their handlers again. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
  ) {}

  /** A page of events, newest first, without their bodies. `after` is the id of the last one seen. */
  list(filter: WebhookEventFilter, limit: number, after?: string) {
    return this.prisma.webhookEvent.findMany({
      where: { ...filter, ...(after ? { id: { lt: after } } : {}) },
      orderBy: { id: 'desc' },
      take: limit,
      include: WITH_RUNS,
      omit: WITHOUT_BODY,
    });
  }

  /** One event whole; `null` when there is none. */
  get(id: string) {
    return this.prisma.webhookEvent.findUnique({ where: { id }, include: WITH_RUNS });
  }

  /**
   * Sends an event to its handlers again: to those that have not succeeded with it, or to all when all have. Attempts
   * are counted anew. `false` when there is no such event.
   */
  async replay(id: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      if (!(await tx.webhookEvent.count({ where: { id } }))) return false;
      await resetRuns(tx, id);
      await this.jobs.send(WEBHOOK_JOB, [{ data: { eventIds: [id] } }], tx);
      return true;
    });
  }

  /** Replays every event that the filter finds; returns how many. */
  async replayAll(filter: WebhookEventFilter): Promise<number> {
    let replayed = 0;
    let after: string | undefined;
    for (let page = EVENTS_PER_JOB; page === EVENTS_PER_JOB;) {
      const events = await this.list(filter, EVENTS_PER_JOB, after);
      for (const { id } of events) replayed += Number(await this.replay(id));
      page = events.length;
      after = events.at(-1)?.id;
    }
    return replayed;
  }
}
