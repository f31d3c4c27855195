import { Inject, Injectable } from '@nestjs/common';
import { BackgroundPrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { nextAttemptAt } from '../handlers/retry-delays.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { describeFailure } from './handler-failure.js';
import { recordFailedRun } from './run-rows.js';
import type { StoredEvent } from './stored-event.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';

/** What becomes of a run that failed: its error is kept, and its next attempt is on its way, or it rests. */
@Injectable()
export class FailedRuns {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly metrics: WebhookMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Writes the failure and the job of the next attempt in one transaction. */
  async record(event: StoredEvent, handler: WebhookHandler, attempt: number, error: unknown): Promise<void> {
    const outcome = await this.prisma.$transaction(async (tx) => {
      const next = (await isErased(tx, event.id)) ? undefined : nextAttemptAt(attempt, handler.retryDelaysMs);
      const status = next ? 'failed' : 'dead';
      const run = { status, lastError: describeFailure(error), nextAttemptAt: next } as const;
      if (!(await recordFailedRun(tx, event.id, handler.name, attempt, run))) return undefined;
      if (next) {
        const retry = { handler: handler.name, attempt: attempt + 1 };
        await this.jobs.send(WEBHOOK_JOB, [{ data: { eventIds: [event.id], retry }, startAfter: next }], tx);
      }
      return { status, next } as const;
    });
    if (!outcome) return;
    const { status, next } = outcome;
    this.metrics.processed(event.provider, status);
    this.logger.warn(
      {
        event: 'webhook_handler_failed',
        request_id: event.requestId,
        webhook_event_id: event.id,
        handler: handler.name,
        attempt,
        next_attempt_at: next,
        err: error,
      },
      next ? 'Will be tried again' : 'Rests in the dead letter',
    );
  }
}

/** Whether the event was erased while its handler was running: there is nothing left to try again. */
async function isErased(tx: Transaction, eventId: string): Promise<boolean> {
  const [event] = await tx.$queryRaw<{ erased: boolean }[]>`
    SELECT erased_at IS NOT NULL AS erased FROM webhook_events WHERE id = ${eventId}::uuid FOR SHARE`;
  return event?.erased ?? true;
}
