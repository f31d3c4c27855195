import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService, type NewJob } from '../../platform/jobs/jobs.service.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import { RESENT } from './resent-jobs.js';
import type { Step } from './steps.js';
import { WEBHOOK_JOB, type WebhookJobData } from './webhook-jobs.js';

/** Runs that are looked at in one step. */
const STEP = 1_000;

/** A place in the order of due times. */
export interface RetryPlace {
  dueAt: Date;
  eventId: string;
  handler: string;
}

interface OverdueRun {
  event_id: string;
  handler: string;
  attempts: number;
  next_attempt_at: Date;
  provider: string;
  type: string;
}

/** Hands failed runs to the queue whose next attempt is due and that no job holds any more. */
@Injectable()
export class OverdueRetries {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly handlers: WebhookHandlers,
  ) {}

  /**
   * One step, longest overdue first, along the failed runs of some providers that were due before a time. A run whose
   * handler is not there any more stays as it is.
   * @param after where the last step ended
   */
  async send(
    isWanted: (provider: string) => boolean,
    before: Date,
    after: RetryPlace = { dueAt: new Date(0), eventId: '00000000-0000-0000-0000-000000000000', handler: '' },
  ): Promise<Step<RetryPlace>> {
    const runs = await this.prisma.$queryRaw<OverdueRun[]>`
      SELECT event_id, handler, attempts, next_attempt_at, provider, type
      FROM webhook_handler_runs AS run JOIN webhook_events AS event ON event.id = run.event_id
      WHERE run.status = 'failed' AND event.erased_at IS NULL AND next_attempt_at < ${before}
        AND next_attempt_at >= ${after.dueAt}
        AND (next_attempt_at, event_id, handler) > (${after.dueAt}, ${after.eventId}::uuid, ${after.handler})
      ORDER BY next_attempt_at, event_id, handler LIMIT ${STEP}`;
    const jobs = runs
      .filter((run) => isWanted(run.provider) && this.isThere(run))
      .map((run): NewJob<WebhookJobData> => {
        const retry = { handler: run.handler, attempt: run.attempts + 1 };
        return { data: { eventIds: [run.event_id], retry }, priority: RESENT };
      });
    if (jobs.length) await this.prisma.$transaction((tx) => this.jobs.send(WEBHOOK_JOB, jobs, tx));
    const last = runs.length === STEP ? runs.at(-1) : undefined;
    return {
      sent: jobs.length,
      next: last && { dueAt: last.next_attempt_at, eventId: last.event_id, handler: last.handler },
    };
  }

  private isThere({ provider, type, handler }: OverdueRun): boolean {
    return this.handlers.for(provider, type).some(({ name }) => name === handler);
  }
}
