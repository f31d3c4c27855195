import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { notificationsConfig, type NotificationsConfig } from '../notifications.config.js';
import { NotificationRecords } from '../records/notification-records.js';
import { Delivery } from './delivery.js';
import { NOTIFICATION_JOB } from './notification-jobs.js';

const OPTIONS = {
  batchSize: 16, // of 1 to 1,000 notifications each: what is accepted together has one job
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1, // NOTIFY does not fire for jobs of later
  localConcurrency: 2,
};

/** How long something may be due without being done before it is taken for lost, in ms. */
const LOST_AFTER_MS = 120_000;

/** Rows that are handed over again, or deleted, at a time. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

/** Sends what is due, in every process that works; finds what was lost; deletes what is old. */
@Injectable()
export class NotificationWorker implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly delivery: Delivery,
    private readonly records: NotificationRecords,
    @Inject(notificationsConfig.token) private readonly config: NotificationsConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(NOTIFICATION_JOB);
    await this.jobs.workTogether(NOTIFICATION_JOB, OPTIONS, (jobs, signal) =>
      this.delivery.run([...new Set(jobs.flatMap(({ ids }) => ids))], signal),
    );
    await this.jobs.schedule('notification-sweep', '* * * * *', () => this.sweep());
    await this.jobs.schedule('notification-pruning', '41 3 * * *', () => this.prune());
  }

  /** A job that comes twice does no harm; while any are waiting, what is late is a backlog, and not lost. */
  private async sweep(): Promise<void> {
    const due = await this.jobs.dueSince(NOTIFICATION_JOB);
    const oldestJobMs = Math.min(...[...due.values()].map((since) => since.getTime()));
    const before = new Date(Math.min(Date.now(), oldestJobMs) - LOST_AFTER_MS);
    const found = await this.records.resend(before, BATCH);
    if (found === 0) return;
    this.logger.warn({ event: 'notifications_swept', found }, 'Waited without a job; handed over again');
  }

  private async prune(): Promise<void> {
    const before = new Date(Date.now() - this.config.retentionDays * DAY_MS);
    while ((await this.records.prune(before, BATCH)) === BATCH);
  }
}
