import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { PrismaService } from '../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { alone, sampledGauge } from '../platform/metrics/sampled-gauge.js';
import { countConnections } from './accounts/connection-counts.js';

/** How a refresh ended. */
export type RefreshOutcome = 'refreshed' | 'failed' | 'needs_reauth';

/** Subscriptions that are looked at, the longest overdue first. */
const LOOK_AT = 1_000;

/** The metrics of connected accounts. */
@Injectable()
export class ConnectionMetrics {
  private readonly refreshesTotal: Counter<'provider' | 'outcome'>;

  constructor(
    metrics: MetricsService,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.refreshesTotal = new Counter({
      name: 'connection_refreshes_total',
      help: 'Refreshes of connected accounts: refreshed, failed (will be tried again), needs_reauth (refused for good)',
      labelNames: ['provider', 'outcome'],
      registers: [metrics.registry],
    });
    sampledGauge(metrics, logger, {
      name: 'connections',
      help: 'Connected accounts by state, the same in every process',
      labelNames: ['provider', 'status'],
      read: async () =>
        (await countConnections(prisma)).map(({ count: value, ...labels }) => ({ labels, value })),
    });
    sampledGauge(metrics, logger, {
      name: 'connection_subscriptions_expiring',
      help: `Subscriptions at providers, such as calendar channels, that have ended, or soon will since they could not be renewed, the same in every process; counted up to ${LOOK_AT}`,
      read: async () => alone(await this.expiring()),
    });
  }

  /** One refresh is over. */
  refreshEnded(provider: string, outcome: RefreshOutcome): void {
    this.refreshesTotal.inc({ provider, outcome });
  }

  /**
   * What has ended, or ends within twelve hours and could not be renewed. A renewal that failed is due again within six
   * hours, so that these are among the first that are due, which the index has in order.
   */
  private async expiring(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ expiring: number }[]>`
      SELECT count(*) FILTER (WHERE expires_at < now()
        OR (status <> 'active' AND expires_at < now() + interval '12 hours'))::int AS expiring FROM (
          SELECT s.status, s.expires_at FROM connection_subscriptions s JOIN connections c ON c.id = s.connection_id
          WHERE s.due_at < now() + interval '6 hours' AND c.status = 'connected'
          ORDER BY s.due_at LIMIT ${LOOK_AT}) AS due`;
    return row?.expiring ?? 0;
  }
}
