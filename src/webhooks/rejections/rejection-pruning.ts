import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { RejectedRequests } from './rejected-requests.js';

/** Deletes refused requests that are past their time, every hour, in one process of all. */
@Injectable()
export class RejectionPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly rejected: RejectedRequests,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('webhook-rejection-pruning', '41 * * * *', async () => {
      await this.rejected.prune();
    });
  }
}
