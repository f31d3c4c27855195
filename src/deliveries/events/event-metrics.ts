import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsService } from '../../platform/metrics/metrics.service.js';

/** What Prometheus sees of events. */
@Injectable()
export class EventMetrics {
  private readonly events: Counter;

  constructor({ registry }: MetricsService) {
    this.events = new Counter({
      name: 'events_published_total',
      help: 'Events that were published for the first time, also in transactions that were rolled back later',
      registers: [registry],
    });
  }

  published(): void {
    this.events.inc();
  }
}
