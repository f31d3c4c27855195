import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { DeliveryQueue } from '../deliveries/metrics/delivery-queue.js';
import { JobsService } from '../platform/jobs/jobs.service.js';

const TIMEOUT_MS = 2_000;

/** How much background work waits: jobs by queue, and deliveries, whose table is their queue. */
@Injectable()
export class QueuesIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobsService,
    private readonly deliveries: DeliveryQueue,
  ) {}

  check() {
    return this.indicators
      .check('queues')
      .attempt(() => this.waiting())
      .withTimeout(TIMEOUT_MS);
  }

  private async waiting(): Promise<Record<string, number>> {
    const [jobs, deliveries] = await Promise.all([this.jobs.waiting(), this.deliveries.depth()]);
    return { ...jobs, deliveries };
  }
}
