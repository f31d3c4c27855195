import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import { COUNT_TO, DeliveryQueue } from './delivery-queue.js';

/** How long a number is good for, in ms. */
const FRESH_MS = 5_000;

/** `delivery_queue_depth` and `delivery_oldest_due_seconds`, read when somebody asks for the metrics. */
@Injectable()
export class DeliveryQueueMetrics {
  constructor(
    private readonly metrics: MetricsService,
    queue: DeliveryQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.show(
      'delivery_queue_depth',
      `Deliveries that are not done yet, the same in every process; counted up to ${COUNT_TO}`,
      () => queue.depth(),
    );
    this.show(
      'delivery_oldest_due_seconds',
      'For how long the oldest delivery has been due that nothing but the workers keeps waiting, the same in every process',
      () => queue.oldestDueSeconds(),
    );
  }

  private show(name: string, help: string, read: () => Promise<number>): void {
    let readAtMs = Number.NEGATIVE_INFINITY;
    const gauge = new Gauge({
      name,
      help,
      registers: [this.metrics.registry],
      collect: async () => {
        if (performance.now() - readAtMs < FRESH_MS) return;
        try {
          gauge.set(await read());
          readAtMs = performance.now();
        } catch (error) {
          // The other metrics are wanted all the more while the database is away; an old number would be a lie.
          gauge.set(Number.NaN);
          this.logger.warn({ event: 'metric_not_read', metric: name, err: error });
        }
      },
    });
  }
}
