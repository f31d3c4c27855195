import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';
import { WebhookProcessor } from './webhook-processor.js';

/** Jobs fetched at once, and fetches under way at once: a slow handler holds up its own fetch, not the others. */
const OPTIONS = {
  batchSize: 8,
  localConcurrency: 4,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1, // NOTIFY does not fire for the delayed jobs of retries
};

/** Takes the jobs of stored events, in every process that works. */
@Injectable()
export class WebhookWorker implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly processor: WebhookProcessor,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(WEBHOOK_JOB);
    await this.jobs.workTogether(WEBHOOK_JOB, OPTIONS, (jobs, signal) =>
      this.processor.process(jobs, signal),
    );
  }
}
