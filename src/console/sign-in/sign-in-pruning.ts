import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';

/** Deletes sessions and sign-in links that are over, every hour, in one process of all. */
@Injectable()
export class SignInPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly prisma: BackgroundPrismaService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('sign-in-pruning', '7 * * * *', () => this.prune());
  }

  async prune(): Promise<void> {
    const over = { where: { expiresAt: { lt: new Date() } } };
    await this.prisma.adminSession.deleteMany(over);
    await this.prisma.signInLink.deleteMany(over);
  }
}
