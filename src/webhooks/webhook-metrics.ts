import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import type { WebhookHandlerStatus } from '../platform/database/generated/enums.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { alone, sampledGauge } from '../platform/metrics/sampled-gauge.js';

/** What became of a request's events at the door. */
export type ReceivedOutcome = 'stored' | 'duplicate' | 'rejected';
/** How a run of a handler ended, or that there was no handler. */
export type ProcessedOutcome = Exclude<WebhookHandlerStatus, 'pending'> | 'unhandled';

/** Dead letters that are counted at most: beyond it the number says "very many", and costs no more. */
const COUNT_TO = 10_000;

/** Waiting events that are looked at for the oldest that a worker might handle. */
const LOOK_AT = 10_000;

/** The metrics of the road in. */
@Injectable()
export class WebhookMetrics {
  private readonly receivedTotal: Counter<'provider' | 'outcome'>;
  private readonly processedTotal: Counter<'provider' | 'outcome'>;
  private readonly processingSeconds: Histogram<'provider'>;

  constructor(
    metrics: MetricsService,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) logger: Logger,
  ) {
    const registers = [metrics.registry];
    this.receivedTotal = new Counter({
      name: 'webhook_events_received_total',
      help: 'Webhook events at the door: stored, duplicate, or rejected (a request that was not believed)',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    this.processedTotal = new Counter({
      name: 'webhook_events_processed_total',
      help: 'Runs of webhook handlers by how they ended; unhandled: an event without a handler',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    this.processingSeconds = new Histogram({
      name: 'webhook_processing_seconds',
      help: 'How long one run of a webhook handler took, its transaction included',
      labelNames: ['provider'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    sampledGauge(metrics, logger, {
      name: 'webhook_oldest_pending_seconds',
      help: 'For how long the oldest webhook event has waited for its handlers, those of paused providers aside, the same in every process',
      read: async () => alone(await this.oldestPendingSeconds()),
    });
    sampledGauge(metrics, logger, {
      name: 'webhook_dead_letters',
      help: `Webhook events whose handler has given up (status dead), until they are replayed or pruned, the same in every process; counted up to ${COUNT_TO}`,
      read: async () => alone(await this.deadLetters()),
    });
  }

  received(provider: string, outcome: ReceivedOutcome, count = 1): void {
    if (count) this.receivedTotal.inc({ provider, outcome }, count);
  }

  processed(provider: string, outcome: ProcessedOutcome, count = 1): void {
    if (count) this.processedTotal.inc({ provider, outcome }, count);
  }

  /** @param sinceMs when the run began, by `performance.now()` */
  took(provider: string, sinceMs: number): void {
    this.processingSeconds.observe({ provider }, (performance.now() - sinceMs) / 1_000);
  }

  /** 0 when nothing waits; looked for among the {@link LOOK_AT} that have waited longest. */
  private async oldestPendingSeconds(): Promise<number> {
    // Ids are made in the order of time, and the index of what is not processed has them.
    const [row] = await this.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)::float8 AS seconds FROM (
        SELECT provider, received_at FROM webhook_events
        WHERE status <> 'processed' AND status = 'pending' ORDER BY id LIMIT ${LOOK_AT}) AS waiting
      WHERE provider NOT IN (SELECT provider FROM webhook_pauses)`;
    return row?.seconds ?? 0;
  }

  private async deadLetters(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ dead: number }[]>`
      SELECT count(*)::int AS dead FROM (
        SELECT 1 FROM webhook_events WHERE status <> 'processed' AND status = 'dead' LIMIT ${COUNT_TO}) AS letters`;
    return row?.dead ?? 0;
  }
}
