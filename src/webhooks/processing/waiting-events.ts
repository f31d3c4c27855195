import { Injectable } from '@nestjs/common';
import type { WebhookHandlerStatus } from '../../platform/database/generated/enums.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import { resentJobs } from './resent-jobs.js';
import type { Step } from './steps.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';

/** Events that are looked at in one step. */
const STEP = 1_000;

interface PendingEvent {
  id: string;
  provider: string;
  type: string;
}

interface Run {
  event_id: string;
  handler: string;
  status: WebhookHandlerStatus;
  /** Its turn has not come: it will be tried again later, or waits in line behind another event. */
  held: boolean;
}

/** Hands pending events to the queue that no job holds any more. */
@Injectable()
export class WaitingEvents {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly handlers: WebhookHandlers,
  ) {}

  /**
   * One step, oldest first, along the pending events of some providers that were stored before a time.
   * @param after where the last step ended
   */
  async send(isWanted: (provider: string) => boolean, before: Date, after?: string): Promise<Step<string>> {
    const events = await this.prisma.$queryRaw<PendingEvent[]>`
      SELECT id, provider, type FROM webhook_events
      WHERE status <> 'processed' AND status = 'pending'
        AND id > ${after ?? firstIdAt(new Date(0))}::uuid AND id < ${firstIdAt(before)}::uuid
      ORDER BY id LIMIT ${STEP}`;
    const wanted = events.filter(({ provider }) => isWanted(provider));
    const ids = await this.needed(wanted);
    if (ids.length) {
      await this.prisma.$transaction((tx) => this.jobs.send(WEBHOOK_JOB, resentJobs(ids), tx));
    }
    return { sent: ids.length, next: events.length === STEP ? events.at(-1)?.id : undefined };
  }

  /** Those of the events at which something can be done now, if only to note that all is done. */
  private async needed(events: readonly PendingEvent[]): Promise<string[]> {
    if (!events.length) return [];
    const runs = await this.prisma.$queryRaw<Run[]>`
      SELECT event_id, handler, status, status = 'failed' OR (status = 'pending' AND order_key IS NOT NULL AND EXISTS (
        SELECT 1 FROM webhook_handler_runs AS ahead
        WHERE ahead.handler = run.handler AND ahead.order_key = run.order_key
          AND ahead.status IN ('pending', 'failed') AND ahead.event_id < run.event_id)) AS held
      FROM webhook_handler_runs AS run WHERE event_id = ANY(${events.map(({ id }) => id)}::uuid[])`;
    const runOf = new Map(runs.map((run) => [`${run.event_id} ${run.handler}`, run]));
    const isOpen = (run: Run | undefined) => !run || run.status === 'pending' || run.status === 'failed';
    const needed = events.filter(({ id, provider, type }) => {
      const open = this.handlers
        .for(provider, type)
        .map(({ name }) => runOf.get(`${id} ${name}`))
        .filter(isOpen);
      return !open.length || open.some((run) => !run?.held);
    });
    return needed.map(({ id }) => id);
  }
}
