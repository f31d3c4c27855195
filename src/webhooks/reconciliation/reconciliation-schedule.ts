import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { WebhookReconciliation } from './webhook-reconciliation.js';

/** Looks for missed events every five minutes, in one process of all. */
@Injectable()
export class ReconciliationSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly reconciliation: WebhookReconciliation,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('webhook-reconciliation', '*/5 * * * *', () => this.reconciliation.runAll());
  }
}
