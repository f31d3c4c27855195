import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { UnknownOutcomes } from './unknown-outcomes.js';

/** Deletes records that were settled long ago, every hour, in one process of all. */
@Injectable()
export class UnknownOutcomePruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly outcomes: UnknownOutcomes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('unknown-outcome-pruning', '41 * * * *', async () => {
      await this.outcomes.prune();
    });
  }
}
