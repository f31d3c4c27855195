import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { FailedRuns } from './failed-runs.js';
import { HandlerCalls, type HandledEvent } from './handler-calls.js';
import { HandlerFailure } from './handler-failure.js';
import { handlerSpan } from './handler-span.js';
import { becomesNewest } from './newest.js';
import { markSuperseded, takeRuns } from './run-rows.js';
import { handlersOwnError, runTransaction } from './run-transaction.js';
import type { StoredEvent } from './stored-event.js';

/** Runs one handler on one event, in a transaction that also marks the run. */
@Injectable()
export class SingleRuns {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly calls: HandlerCalls,
    private readonly failures: FailedRuns,
    private readonly metrics: WebhookMetrics,
  ) {}

  /**
   * Runs an attempt, if it is the one that is due. A failure of the handler is written down, not thrown.
   * @param mayRun looks first, in the transaction; `false` leaves everything as it is
   * @throws what says that the database is away or the process stops: the job comes back, and this attempt with it
   */
  async run(
    stored: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
    mayRun: (tx: Transaction) => Promise<boolean> = async () => true,
  ): Promise<void> {
    const beganMs = performance.now();
    try {
      const outcome = await inSpan(handlerSpan([stored], handler, attempt), async (span) => {
        const event = await this.calls.prepare(stored, handler, attempt, stopping);
        const became = await runTransaction(this.prisma, handler, async (tx) => {
          if (!(await mayRun(tx))) return undefined;
          if (!(await takeRuns(tx, [event.id], handler.name, attempt)).length) return undefined;
          return this.apply(event, stored.requestId, handler, tx, stopping);
        });
        span.setAttribute('hookline.outcome', became ?? 'not_due');
        return became;
      });
      if (!outcome) return;
      this.metrics.processed(stored.provider, outcome);
      this.metrics.took(stored.provider, beganMs);
    } catch (error) {
      await this.failures.record(stored, handler, attempt, handlersOwnError(error, stopping));
    }
  }

  private async apply(
    event: HandledEvent,
    requestId: string,
    handler: WebhookHandler,
    tx: Transaction,
    stopping: AbortSignal,
  ): Promise<'processed' | 'superseded'> {
    if (handler.mode.kind === 'newest') {
      const key = keyOf(handler.mode.keyOf, event);
      if (!(await becomesNewest(tx, handler.name, key, event))) {
        await markSuperseded(tx, event.id, handler.name);
        return 'superseded';
      }
    }
    await this.calls.call(handler, [event], requestId, tx, stopping);
    return 'processed';
  }
}

/** The product's own function: what it throws is the handler's failure. */
function keyOf(read: (event: HandledEvent) => string, event: HandledEvent): string {
  try {
    return read(event);
  } catch (error) {
    throw new HandlerFailure(error);
  }
}
