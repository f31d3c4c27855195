import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { PrismaService } from '../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { countConnections } from './accounts/connection-counts.js';

/** How a refresh ended. */
export type RefreshOutcome = 'refreshed' | 'failed' | 'needs_reauth';

/** How long a count is good for, in ms. */
const FRESH_MS = 5_000;

/** The metrics of connected accounts. */
@Injectable()
export class ConnectionMetrics {
  private readonly refreshesTotal: Counter<'provider' | 'outcome'>;
  private readonly connections: Gauge<'provider' | 'status'>;
  private countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    { registry }: MetricsService,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const registers = [registry];
    this.refreshesTotal = new Counter({
      name: 'connection_refreshes_total',
      help: 'Refreshes of connected accounts: refreshed, failed (will be tried again), needs_reauth (refused for good)',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    this.connections = new Gauge({
      name: 'connections',
      help: 'Connected accounts by state, the same in every process',
      labelNames: ['provider', 'status'],
      registers,
      collect: () => this.count(),
    });
  }

  /** One refresh is over. */
  refreshEnded(provider: string, outcome: RefreshOutcome): void {
    this.refreshesTotal.inc({ provider, outcome });
  }

  private async count(): Promise<void> {
    if (performance.now() - this.countedAtMs < FRESH_MS) return;
    try {
      const counts = await countConnections(this.prisma);
      this.connections.reset();
      for (const { provider, status, count } of counts) this.connections.set({ provider, status }, count);
      this.countedAtMs = performance.now();
    } catch (error) {
      // The other metrics are wanted all the more while the database is away; an old number would be a lie.
      this.connections.reset();
      this.logger.warn({ event: 'metric_not_read', metric: 'connections', err: error });
    }
  }
}
