import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import { alone, sampledGauge } from '../../platform/metrics/sampled-gauge.js';
import { COUNT_DEAD_TO, COUNT_TO, DeliveryQueue } from './delivery-queue.js';

/** What waits for an endpoint and what was given up, read when somebody asks for the metrics. */
@Injectable()
export class DeliveryQueueMetrics {
  constructor(metrics: MetricsService, queue: DeliveryQueue, @Inject(LOGGER) logger: Logger) {
    sampledGauge(metrics, logger, {
      name: 'delivery_queue_depth',
      help: `Deliveries that are not done yet, the same in every process; counted up to ${COUNT_TO}`,
      read: async () => alone(await queue.depth()),
    });
    sampledGauge(metrics, logger, {
      name: 'delivery_oldest_due_seconds',
      help: 'For how long the oldest delivery has been due that nothing but the workers keeps waiting, the same in every process',
      read: async () => alone(await queue.oldestDueSeconds()),
    });
    sampledGauge(metrics, logger, {
      name: 'delivery_dead_letters',
      help: `Deliveries that were given up (status dead), until they are replayed or pruned, the same in every process; counted up to ${COUNT_DEAD_TO}`,
      read: async () => alone(await queue.dead()),
    });
  }
}
