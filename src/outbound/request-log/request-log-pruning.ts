import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { OutboundRequests } from './outbound-requests.js';

/** Deletes rows that are too old or too many, every hour, in one process of all. */
@Injectable()
export class RequestLogPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly requests: OutboundRequests,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('request-log-pruning', '29 * * * *', async () => {
      await this.requests.prune();
    });
  }
}
