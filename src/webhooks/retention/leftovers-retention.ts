import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { retentionConfig, type RetentionConfig } from './retention.config.js';

/** Keys that are looked at in one statement. */
const BATCH = 5_000;
/** The pause between two statements, in ms. */
const PAUSE_MS = 20;
const DAY_MS = 86_400_000;

interface Key {
  handler: string;
  key: string;
}

/**
 * Forgets, every night and in one process of all, what was remembered of events that are all gone: the newest event of
 * keys that none has come for within the longest retention, and types without a handler that have not been seen since.
 */
@Injectable()
export class LeftoversRetention implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    @Inject(retentionConfig.token) private readonly config: RetentionConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('webhook-leftovers-retention', '13 3 * * *', () => this.run());
  }

  /** Forgets what no kept event is about. Nothing, when events of some status are kept for ever. */
  async run(now = new Date()): Promise<void> {
    const days = Object.values(this.config.days);
    if (days.includes(0)) return;
    const oldest = new Date(now.getTime() - Math.max(...days) * DAY_MS);
    await this.prisma.webhookUnhandledType.deleteMany({ where: { lastSeenAt: { lt: oldest } } });
    await this.forgetNewest(firstIdAt(oldest));
  }

  /** Walks along the primary key, since no index knows the age of a key. */
  private async forgetNewest(firstKept: string): Promise<void> {
    let last: Key | undefined = { handler: '', key: '' };
    while (last) {
      const rows: Key[] = await this.prisma.$queryRaw<Key[]>`
        WITH looked_at AS MATERIALIZED (
          SELECT handler, key FROM webhook_newest WHERE (handler, key) > (${last.handler}, ${last.key})
          ORDER BY handler, key LIMIT ${BATCH}
        ), forgotten AS (
          DELETE FROM webhook_newest AS newest USING looked_at
          WHERE newest.handler = looked_at.handler AND newest.key = looked_at.key
            AND newest.event_id < ${firstKept}::uuid
        )
        SELECT handler, key FROM looked_at ORDER BY handler, key OFFSET ${BATCH - 1}`;
      last = rows[0];
      await sleep(PAUSE_MS);
    }
  }
}
