import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { JobsService } from '../platform/jobs/jobs.service.js';

const TIMEOUT_MS = 2_000;

/** How much background work waits. */
@Injectable()
export class QueuesIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobsService,
  ) {}

  check() {
    return this.indicators
      .check('queues')
      .attempt(() => this.jobs.waiting())
      .withTimeout(TIMEOUT_MS);
  }
}
