import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { WebhookRejectionReason } from '../../platform/database/generated/enums.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';

/** `undiagnosed`: one of more wrong signatures than are looked into. */
export type CountedReason = WebhookRejectionReason | 'undiagnosed';

/** Counts refused requests, kept or not. */
@Injectable()
export class RejectionMetrics {
  private readonly rejectionsTotal: Counter<'provider' | 'reason'>;

  constructor({ registry }: MetricsService) {
    this.rejectionsTotal = new Counter({
      name: 'webhook_rejections_total',
      help: 'Webhook requests that were not believed, by reason; undiagnosed: more wrong signatures than are looked into',
      labelNames: ['provider', 'reason'],
      registers: [registry],
    });
  }

  rejected(provider: string, reason: CountedReason): void {
    this.rejectionsTotal.inc({ provider, reason });
  }
}
