import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../jobs/jobs.service.js';
import { ReferenceRows } from './reference-rows.js';
import { timelineConfig, type TimelineConfig } from './timeline.config.js';

const DAY_MS = 86_400_000;

/** Deletes references that are past their time, every hour, in one process of all. */
@Injectable()
export class ReferencePruning implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly rows: ReferenceRows,
    @Inject(timelineConfig.token) private readonly config: TimelineConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { retentionDays } = this.config;
    if (retentionDays === 0) return;
    await this.jobs.schedule('timeline-pruning', '43 * * * *', async () => {
      await this.rows.prune(new Date(Date.now() - retentionDays * DAY_MS));
    });
  }
}
