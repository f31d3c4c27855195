import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { CircuitRecords } from './circuit-records.js';

/** Keeps the history of circuits within its bounds, every hour, in one process of all. */
@Injectable()
export class CircuitPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly records: CircuitRecords,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('circuit-pruning', '29 * * * *', async () => {
      await this.records.prune();
    });
  }
}
