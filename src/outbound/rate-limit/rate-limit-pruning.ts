import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';

/** Deletes the counts of windows that are over, every ten minutes, in one process of all. */
@Injectable()
export class RateLimitPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly prisma: BackgroundPrismaService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('rate-limit-pruning', '*/10 * * * *', () => this.prune());
  }

  /** The count of a window that has just ended may still be wanted: it stays another minute. */
  async prune(): Promise<void> {
    await this.prisma.rateLimit.deleteMany({ where: { expire: { lt: Date.now() - 60_000 } } });
  }
}
