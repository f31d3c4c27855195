import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import type { DeliveryStatus } from '../../contracts/events.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';

/** What workers say of their deliveries. */
@Injectable()
export class DeliveryMetrics {
  private readonly attempts: Counter<'outcome'>;
  private readonly seconds: Histogram;
  private readonly lag: Histogram;

  constructor({ registry }: MetricsService) {
    this.attempts = new Counter({
      name: 'delivery_attempts_total',
      help: 'Attempts to deliver an event to an endpoint, by what came of it: delivered, failed (tried again) or dead',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.seconds = new Histogram({
      name: 'delivery_attempt_seconds',
      help: 'How long endpoints took to answer',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
    this.lag = new Histogram({
      name: 'delivery_first_attempt_lag_seconds',
      help: 'From the publishing of an event to its first attempt at an endpoint',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
      registers: [registry],
    });
  }

  /** @param lagMs from publishing, for a first attempt */
  attempted(outcome: DeliveryStatus, durationMs: number, lagMs: number | undefined): void {
    this.attempts.inc({ outcome });
    this.seconds.observe(durationMs / 1_000);
    if (lagMs !== undefined) this.lag.observe(lagMs / 1_000);
  }
}
