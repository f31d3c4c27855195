import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { OverdueRetries, type RetryPlace } from '../processing/overdue-retries.js';
import { takeSteps } from '../processing/steps.js';
import { WaitingEvents } from '../processing/waiting-events.js';
import { RESUME_JOB } from './resume-job.js';

/** Sends what waited during a pause to its handlers: pending events, and retries that came due meanwhile. */
@Injectable()
export class WebhookResumption implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly waitingEvents: WaitingEvents,
    private readonly overdueRetries: OverdueRetries,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(RESUME_JOB);
    await this.jobs.work(RESUME_JOB, { pollingIntervalSeconds: 1 }, ({ provider }, signal) =>
      this.sendAll(provider, signal),
    );
  }

  private async sendAll(provider: string, stopping: AbortSignal): Promise<void> {
    const now = new Date();
    const isWanted = (name: string) => name === provider;
    const events = await takeSteps((after: string | undefined) => {
      stopping.throwIfAborted();
      return this.waitingEvents.send(isWanted, now, after);
    });
    const retries = await takeSteps((after: RetryPlace | undefined) => {
      stopping.throwIfAborted();
      return this.overdueRetries.send(isWanted, now, after);
    });
    this.logger.info(
      { event: 'webhooks_resumed', provider, events: events.sent, retries: retries.sent },
      'What waited is on its way',
    );
  }
}
