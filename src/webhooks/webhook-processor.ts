import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { runWithRequestId, runWithinLimits } from '../platform/context/request-context.js';
import { isDatabaseUnavailable } from '../platform/database/database-errors.js';
import type { WebhookEvent as StoredEvent } from '../platform/database/generated/client.js';
import { BackgroundPrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { redactText } from '../platform/logging/redaction.js';
import { WebhookHandlers, type WebhookHandler } from './webhook-handlers.js';
import { RETRY_DELAYS_MS, WEBHOOK_JOB, nextAttemptAt, type WebhookJobData } from './webhook-jobs.js';
import { settleRun, takeRun } from './webhook-runs.js';
import { WebhookSources } from './webhook-sources.js';

/** How long one run of a handler may take, in ms. */
const HANDLER_TIMEOUT_MS = 30_000;
/** The transaction outlives the handler's time a little, so that the timeout is what is reported. */
const TRANSACTION_OPTIONS = { maxWait: 10_000, timeout: HANDLER_TIMEOUT_MS + 5_000 };
/** Characters of an error that are kept with the event. */
const MAX_ERROR_LENGTH = 4_000;

/** A handler threw. Its own class, because a handler may fail with the very errors that a lost database shows. */
class HandlerFailure extends Error {
  constructor(override readonly cause: unknown) {
    super('A webhook handler failed');
  }
}

/** Runs the handlers of stored events, each on its own: its transaction, its attempts, its dead letter. */
@Injectable()
export class WebhookProcessor implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly sources: WebhookSources,
    private readonly handlers: WebhookHandlers,
    @Inject(RETRY_DELAYS_MS) private readonly retryDelaysMs: readonly number[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.handlers.discover();
    await this.jobs.declare(WEBHOOK_JOB);
    const options = {
      batchSize: 4,
      localConcurrency: 4,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1, // NOTIFY does not fire for the delayed jobs of retries
    };
    await this.jobs.work(WEBHOOK_JOB, options, (data, signal) => this.process(data, signal));
  }

  private async process({ eventIds, retry }: WebhookJobData, signal: AbortSignal): Promise<void> {
    const events = await this.prisma.webhookEvent.findMany({
      where: { id: { in: eventIds } },
      orderBy: { id: 'asc' },
    });
    for (const event of events) {
      await runWithRequestId(event.requestId, () => this.processEvent(event, retry, signal));
    }
  }

  private async processEvent(
    event: StoredEvent,
    retry: WebhookJobData['retry'],
    signal: AbortSignal,
  ): Promise<void> {
    const handlers = this.handlers.for(event.provider, event.type);
    if (!handlers.length) {
      const where = { id: event.id, status: 'pending' } as const;
      await this.prisma.webhookEvent.updateMany({ where, data: { status: 'unhandled' } });
      return;
    }
    const due = retry ? handlers.filter(({ name }) => name === retry.handler) : handlers;
    const names = handlers.map(({ name }) => name);
    for (const handler of due) await this.runHandler(event, handler, retry?.attempt ?? 1, names, signal);
  }

  private async runHandler(
    event: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.inDueRun(event.id, handler.name, attempt, async (tx) => {
        await this.call(event, handler, attempt, tx, signal);
        await settleRun(tx, event.id, handler.name, { status: 'processed', attempts: attempt }, names);
      });
    } catch (error) {
      // Not the handler's fault, or cut short by a shutdown: the whole job comes back, and this attempt with it.
      if (signal.aborted || (!(error instanceof HandlerFailure) && isDatabaseUnavailable(error))) throw error;
      const cause = error instanceof HandlerFailure ? error.cause : error;
      await this.recordFailure(event, handler, attempt, names, cause);
    }
  }

  /** Jobs may come twice, and late: only the attempt that is due runs, and nobody else runs it meanwhile. */
  private inDueRun(
    eventId: string,
    handler: string,
    attempt: number,
    work: (tx: Transaction) => Promise<void>,
  ) {
    return this.prisma.$transaction(async (tx) => {
      const run = await takeRun(tx, eventId, handler);
      if (run.status === 'processed' || run.status === 'dead' || run.attempts + 1 !== attempt) return;
      await work(tx);
    }, TRANSACTION_OPTIONS);
  }

  private async call(
    { id, provider, type, externalId, rawBody, occurredAt, receivedAt }: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    tx: Transaction,
    stopping: AbortSignal,
  ): Promise<void> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(HANDLER_TIMEOUT_MS)]);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      const payload = this.sources.get(provider).parse(rawBody);
      const event = {
        id,
        provider,
        type,
        externalId,
        payload,
        occurredAt: occurredAt ?? undefined,
        receivedAt,
        attempt,
      };
      const limits = { background: true, endsAtMs: performance.now() + HANDLER_TIMEOUT_MS };
      await Promise.race([runWithinLimits(limits, () => handler.run({ event, tx, signal })), aborted]);
    } catch (error) {
      throw new HandlerFailure(error);
    }
  }

  private async recordFailure(
    event: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    names: readonly string[],
    error: unknown,
  ): Promise<void> {
    const next = nextAttemptAt(attempt, this.retryDelaysMs);
    const fields = {
      event: 'webhook_handler_failed',
      webhook_event_id: event.id,
      handler: handler.name,
      attempt,
      err: error,
    };
    this.logger.warn(
      { ...fields, next_attempt_at: next },
      next ? 'Will be tried again' : 'Rests in the dead letter',
    );
    const status = next ? 'failed' : 'dead';
    const outcome = { status, attempts: attempt, lastError: describe(error), nextAttemptAt: next } as const;
    await this.inDueRun(event.id, handler.name, attempt, async (tx) => {
      await settleRun(tx, event.id, handler.name, outcome, names);
      if (!next) return;
      const retry = { handler: handler.name, attempt: attempt + 1 };
      await this.jobs.send(WEBHOOK_JOB, [{ data: { eventIds: [event.id], retry }, startAfter: next }], tx);
    });
  }
}

/** The error with its stack, fit to be stored: no secrets, no characters that PostgreSQL refuses, bounded. */
function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : `Thrown: ${String(error)}`;
  return redactText(text).replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}
