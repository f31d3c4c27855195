import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';

/** Events that are counted at most: beyond it the number says "very many", and costs no more. */
const COUNT_TO = 100_000;
/** How long a count is good for, in ms. */
const FRESH_MS = 5_000;

/** `webhook_queue_depth`: how many events wait for their handlers, counted when somebody asks for the metrics. */
@Injectable()
export class QueueDepth {
  private readonly gauge: Gauge;
  private countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    { registry }: MetricsService,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.gauge = new Gauge({
      name: 'webhook_queue_depth',
      help: `Webhook events that wait for their handlers (status pending), the same in every process; counted up to ${COUNT_TO}`,
      registers: [registry],
      collect: () => this.read(),
    });
  }

  private async read(): Promise<void> {
    if (performance.now() - this.countedAtMs < FRESH_MS) return;
    try {
      this.gauge.set(await this.count());
      this.countedAtMs = performance.now();
    } catch (error) {
      // The other metrics are wanted all the more while the database is away; an old number would be a lie.
      this.gauge.set(Number.NaN);
      this.logger.warn({ event: 'metric_not_read', metric: 'webhook_queue_depth', err: error });
    }
  }

  private async count(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ depth: number }[]>`
      SELECT count(*)::int AS depth FROM (
        SELECT 1 FROM webhook_events WHERE status <> 'processed' AND status = 'pending' LIMIT ${COUNT_TO}) AS waiting`;
    return row?.depth ?? 0;
  }
}
