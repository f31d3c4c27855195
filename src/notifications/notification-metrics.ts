import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { DeliveryReport } from '../contracts/notifications.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import type { Settlement } from './sending/next-step.js';
import type { Outcome } from './sending/outcome.js';

/** What Prometheus sees of notifications. */
@Injectable()
export class NotificationMetrics {
  private readonly attempts: Counter;
  private readonly notifications: Counter;

  constructor({ registry }: MetricsService) {
    this.attempts = new Counter({
      name: 'notification_attempts_total',
      help: 'Attempts to send a notification, and looks at what became of one',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
    this.notifications = new Counter({
      name: 'notifications_total',
      help: 'Notifications that came into a state',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
  }

  count(provider: string, { kind }: Outcome, { status }: Settlement): void {
    this.attempts.inc({ provider, outcome: kind });
    if (status !== 'queued') this.notifications.inc({ provider, outcome: status });
  }

  reported(provider: string, { status }: DeliveryReport): void {
    if (status !== undefined) this.notifications.inc({ provider, outcome: status });
  }
}
