import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { FailedRuns } from './failed-runs.js';
import { HandlerCalls, type HandledEvent } from './handler-calls.js';
import { handlerSpan } from './handler-span.js';
import { takeRuns } from './run-rows.js';
import { handlersOwnError, runTransaction } from './run-transaction.js';
import type { StoredEvent } from './stored-event.js';

/** Runs handlers that take many events at a time, each batch in one transaction. */
@Injectable()
export class BatchRuns {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly calls: HandlerCalls,
    private readonly failures: FailedRuns,
    private readonly metrics: WebhookMetrics,
  ) {}

  /**
   * Runs the attempt on those events for which it is due. When the handler fails, the batch is halved until the failing
   * event stands alone; its failure is written down, and it is retried alone.
   * @param events at most as many as the handler takes at once
   */
  async run(
    events: readonly StoredEvent[],
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
  ): Promise<void> {
    const [first] = events;
    if (!first) return;
    const beganMs = performance.now();
    try {
      const done = await inSpan(handlerSpan(events, handler, attempt), () =>
        this.runTogether(events, handler, attempt, stopping),
      );
      this.metrics.processed(first.provider, 'processed', done);
      this.metrics.took(first.provider, beganMs);
    } catch (error) {
      const cause = handlersOwnError(error, stopping);
      if (events.length === 1) return this.failures.record(first, handler, attempt, cause);
      const middle = events.length >> 1;
      await this.run(events.slice(0, middle), handler, attempt, stopping);
      await this.run(events.slice(middle), handler, attempt, stopping);
    }
  }

  /** @returns how many of them the handler has got */
  private async runTogether(
    stored: readonly StoredEvent[],
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
  ): Promise<number> {
    const prepared = await Promise.all(
      stored.map((event) => this.calls.prepare(event, handler, attempt, stopping)),
    );
    return runTransaction(this.prisma, handler, async (tx) => {
      const ids = prepared.map(({ id }) => id);
      const taken = new Set(await takeRuns(tx, ids, handler.name, attempt));
      const events: HandledEvent[] = prepared.filter(({ id }) => taken.has(id));
      if (!events.length) return 0;
      const requestId = stored.find(({ id }) => id === events[0]?.id)?.requestId ?? '';
      await this.calls.call(handler, events, requestId, tx, stopping);
      return events.length;
    });
  }
}
