import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';
import { WebhookProcessor } from './webhook-processor.js';

const OPTIONS = {
  batchSize: 4, // of up to 100 events each
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
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(WEBHOOK_JOB);
    // A slow handler holds up the jobs that were fetched with its own: there are as many fetches as places for handlers.
    const options = { ...OPTIONS, localConcurrency: this.config.workerConcurrency };
    await this.jobs.workTogether(WEBHOOK_JOB, options, (jobs, signal) =>
      this.processor.process(jobs, signal),
    );
  }
}
