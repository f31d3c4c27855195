import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import { ReconciliationRecords } from './reconciliation-records.js';

/** The metrics of reconciliation. */
@Injectable()
export class ReconciliationMetrics {
  private readonly foundTotal: Counter<'provider'>;
  private readonly lastFound: Gauge<'provider'>;

  constructor(
    { registry }: MetricsService,
    private readonly records: ReconciliationRecords,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const registers = [registry];
    this.foundTotal = new Counter({
      name: 'webhook_events_reconciled_total',
      help: "Webhook events that had not arrived and were found in their provider's log",
      labelNames: ['provider'],
      registers,
    });
    this.lastFound = new Gauge({
      name: 'webhook_reconciliation_found',
      help: 'How many events the last comparison with the log of a provider found, the same in every process',
      labelNames: ['provider'],
      registers,
      collect: () => this.readLastFound(),
    });
  }

  /** One event. */
  found(provider: string): void {
    this.foundTotal.inc({ provider });
  }

  /** From the table, since the last run may have been in any process. */
  private async readLastFound(): Promise<void> {
    this.lastFound.reset();
    try {
      for (const { provider, lastFound } of await this.records.list()) {
        this.lastFound.set({ provider }, lastFound);
      }
    } catch (error) {
      // The other metrics are wanted all the more while the database is away.
      this.logger.warn({ event: 'metric_not_read', metric: 'webhook_reconciliation_found', err: error });
    }
  }
}
