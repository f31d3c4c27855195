import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../jobs/jobs.service.js';
import { IdempotencyRecords } from './idempotency-records.js';

/** Deletes answers that are past their time, every hour, in one process of all. */
@Injectable()
export class IdempotencyPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly records: IdempotencyRecords,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('idempotency-pruning', '17 * * * *', async () => {
      await this.records.prune();
    });
  }
}
