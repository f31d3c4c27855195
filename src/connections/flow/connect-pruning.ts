import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';

/** How long an attempt stays after its end, in ms: who comes back late is told where to begin again. */
const ATTEMPT_KEPT_MS = 3_600_000;
/** How long a link stays after its end, in ms: who opens it late is told that it is over. */
const LINK_KEPT_MS = 30 * 86_400_000;

/** Deletes attempts and connect links that are over, every hour, in one process of all. */
@Injectable()
export class ConnectPruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly prisma: BackgroundPrismaService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('connect-pruning', '23 * * * *', () => this.prune());
  }

  async prune(): Promise<void> {
    const before = (ms: number) => new Date(Date.now() - ms);
    await this.prisma.connectAttempt.deleteMany({ where: { expiresAt: { lt: before(ATTEMPT_KEPT_MS) } } });
    await this.prisma.connectLink.deleteMany({ where: { expiresAt: { lt: before(LINK_KEPT_MS) } } });
  }
}
