import { Inject, Injectable } from '@nestjs/common';
import { bulkhead } from 'cockatiel';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import { WebhookPauses } from '../pauses/webhook-pauses.js';
import { UnhandledTypes } from '../unhandled/unhandled-types.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { BatchRuns } from './batch-runs.js';
import { EventReferences } from './event-references.js';
import { EventStatuses } from './event-statuses.js';
import { OrderedRuns } from './ordered-runs.js';
import { SingleRuns } from './single-runs.js';
import { loadEvents, type StoredEvent } from './stored-event.js';
import type { WebhookJobData } from './webhook-jobs.js';

/** Sends stored events to their handlers, each on its own: its transaction, its attempts, its dead letter. */
@Injectable()
export class WebhookProcessor {
  /** However many jobs are at hand, so many handlers run at once. */
  private readonly inPlace: <T>(work: () => Promise<T>) => Promise<T>;

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly handlers: WebhookHandlers,
    private readonly pauses: WebhookPauses,
    private readonly unhandled: UnhandledTypes,
    private readonly singles: SingleRuns,
    private readonly ordered: OrderedRuns,
    private readonly batches: BatchRuns,
    private readonly statuses: EventStatuses,
    private readonly references: EventReferences,
    private readonly metrics: WebhookMetrics,
    @Inject(platformConfig.token) { workerConcurrency }: PlatformConfig,
  ) {
    const places = bulkhead(workerConcurrency, Number.POSITIVE_INFINITY);
    this.inPlace = (work) => places.execute(work);
  }

  /**
   * Runs what is due of several jobs. One event that fails, hangs or cannot be read holds up no other.
   * @throws what says that the database is away or the process stops, once everything that was begun has ended
   */
  async process(jobs: readonly WebhookJobData[], stopping: AbortSignal): Promise<void> {
    const fresh = jobs.filter(({ retry }) => !retry).flatMap(({ eventIds }) => eventIds);
    await allEnded([
      this.processNew(fresh, stopping),
      ...jobs.flatMap(({ eventIds, retry }) => (retry ? [this.processRetry(eventIds, retry, stopping)] : [])),
    ]);
  }

  private async processNew(ids: readonly string[], stopping: AbortSignal): Promise<void> {
    if (!ids.length) return;
    const events = await this.due(ids);
    this.references.note(events);
    const hasHandler = ({ provider, type }: StoredEvent) => this.handlers.for(provider, type).length > 0;
    const isOpen = ({ status }: StoredEvent) => status === 'pending' || status === 'failed';
    const batches = new Map<WebhookHandler, StoredEvent[]>();
    const work = [this.leaveUnhandled(events.filter((event) => !hasHandler(event)))];
    for (const event of events) {
      for (const handler of this.handlers.for(event.provider, event.type)) {
        // A line goes on behind an event that is done, if whoever did it died before it could look.
        if (!isOpen(event) && handler.mode.kind !== 'ordered') continue;
        if (handler.mode.kind === 'batch') {
          const waiting = batches.get(handler) ?? [];
          waiting.push(event);
          batches.set(handler, waiting);
        } else {
          work.push(this.runOne(event, handler, 1, stopping));
        }
      }
    }
    for (const [handler, waiting] of batches) work.push(...this.runBatches(waiting, handler, stopping));
    await allEnded(work);
  }

  private async processRetry(
    ids: readonly string[],
    retry: NonNullable<WebhookJobData['retry']>,
    stopping: AbortSignal,
  ): Promise<void> {
    for (const event of await this.due(ids)) {
      const handlers = this.handlers.for(event.provider, event.type);
      const handler = handlers.find(({ name }) => name === retry.handler);
      if (handler) await this.runOne(event, handler, retry.attempt, stopping);
    }
  }

  /** Those of the events that are there, wait for a handler, and whose provider is not paused. */
  private async due(ids: readonly string[]): Promise<StoredEvent[]> {
    const events = await loadEvents(this.prisma, ids);
    const providers = [...new Set(events.map(({ provider }) => provider))];
    const paused = new Set<string>();
    for (const provider of providers) if (await this.pauses.isPaused(provider)) paused.add(provider);
    return events.filter(({ provider }) => !paused.has(provider));
  }

  private async runOne(
    event: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
  ): Promise<void> {
    if (handler.mode.kind === 'ordered') {
      await this.ordered.run(event, handler, attempt, this.inPlace, stopping);
    } else if (handler.mode.kind === 'batch') {
      await this.inPlace(() => this.batches.run([event], handler, attempt, stopping));
    } else {
      await this.inPlace(() => this.singles.run(event, handler, attempt, stopping));
    }
    await this.refresh([event]);
  }

  private runBatches(
    events: readonly StoredEvent[],
    handler: WebhookHandler,
    stopping: AbortSignal,
  ): Promise<void>[] {
    const size = handler.mode.kind === 'batch' ? handler.mode.size : 1;
    return Array.from({ length: Math.ceil(events.length / size) }, async (_, index) => {
      const batch = events.slice(index * size, (index + 1) * size);
      await this.inPlace(() => this.batches.run(batch, handler, 1, stopping));
      await this.refresh(batch);
    });
  }

  private async refresh(events: readonly StoredEvent[]): Promise<void> {
    await Promise.all(
      events.map(({ id, provider, type }) => {
        const handlers = this.handlers.for(provider, type).map(({ name }) => name);
        return this.statuses.refresh({ id, handlers });
      }),
    );
  }

  private async leaveUnhandled(events: readonly StoredEvent[]): Promise<void> {
    if (!events.length) return;
    await this.prisma.webhookEvent.updateMany({
      where: { id: { in: events.map(({ id }) => id) }, status: 'pending' },
      data: { status: 'unhandled' },
    });
    for (const { provider } of events) this.metrics.processed(provider, 'unhandled');
    await this.unhandled.count(events);
  }
}

/** Waits for all, and throws what one of them threw only then: what still runs would be done a second time. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
