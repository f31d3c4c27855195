import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import type { WebhookHandlerStatus } from '../platform/database/generated/enums.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';

/** What became of a request's events at the door. */
export type ReceivedOutcome = 'stored' | 'duplicate' | 'rejected';
/** How a run of a handler ended, or that there was no handler. */
export type ProcessedOutcome = Exclude<WebhookHandlerStatus, 'pending'> | 'unhandled';

/** The metrics of the road in. */
@Injectable()
export class WebhookMetrics {
  private readonly receivedTotal: Counter<'provider' | 'outcome'>;
  private readonly processedTotal: Counter<'provider' | 'outcome'>;
  private readonly processingSeconds: Histogram<'provider'>;

  constructor({ registry }: MetricsService) {
    const registers = [registry];
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
}
