import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { externalConfig, type ExternalConfig } from '../external.config.js';

/** Rows deleted at a time, so that pruning never holds the table for long. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

/** Deletes requests that were done long ago, every night, in one process of all. */
@Injectable()
export class ExternalRequestPruning implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    @Inject(externalConfig.token) private readonly config: ExternalConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('external-request-pruning', '23 3 * * *', () => this.prune());
  }

  private async prune(): Promise<void> {
    const before = new Date(Date.now() - this.config.retentionDays * DAY_MS);
    for (let deleted = BATCH; deleted === BATCH;) {
      deleted = await this.prisma.$executeRaw`
        DELETE FROM external_requests WHERE id IN (
          SELECT id FROM external_requests
          WHERE created_at < ${before} AND completed_at IS NOT NULL
            AND callback_status IS DISTINCT FROM 'pending'
          LIMIT ${BATCH})`;
    }
  }
}
