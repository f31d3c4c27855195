import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Counter } from 'prom-client';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import { WebhookPauses } from '../pauses/webhook-pauses.js';
import { OverdueRetries, type RetryPlace } from './overdue-retries.js';
import { RESENT } from './resent-jobs.js';
import { takeSteps } from './steps.js';
import { WaitingEvents } from './waiting-events.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';

/** How long an event or a retry may wait without a job before it is taken for lost, in ms. */
const LOST_AFTER_MS = 120_000;

/** Steps of one sweep, for events and for retries. */
const STEPS = 10;

/**
 * Finds, every minute and in one process of all, what waits although no job holds it: after a database was restored, or a
 * process died at the one moment that nothing else covers. A job that comes twice does no harm.
 *
 * A backlog is not lost: the job of an event is due from the moment at which the event was stored, so that whatever is
 * older than the oldest job has none. Jobs that were sent once more may hold events of any age; while there are any,
 * nothing is swept.
 */
@Injectable()
export class WebhookSweeper implements OnApplicationBootstrap {
  private readonly sweptTotal: Counter;
  /** Where the last sweep of this process ended, so that those that wait with good reason are not all there is to see. */
  private lastEvent: string | undefined;
  private lastRetry: RetryPlace | undefined;

  constructor(
    private readonly jobs: JobsService,
    private readonly pauses: WebhookPauses,
    private readonly waitingEvents: WaitingEvents,
    private readonly overdueRetries: OverdueRetries,
    @Inject(LOGGER) private readonly logger: Logger,
    { registry }: MetricsService,
  ) {
    this.sweptTotal = new Counter({
      name: 'webhook_events_swept_total',
      help: 'Webhook events and retries that waited without a job and were handed over to the queue again',
      registers: [registry],
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('webhook-sweep', '* * * * *', () => this.sweep());
  }

  /** Hands over what is lost, or as much of it as one sweep looks at. */
  async sweep(): Promise<void> {
    const due = await this.jobs.dueSince(WEBHOOK_JOB);
    if (due.has(RESENT)) return;
    const oldestJobMs = Math.min(...[...due.values()].map((since) => since.getTime()));
    const before = new Date(Math.min(Date.now(), oldestJobMs) - LOST_AFTER_MS);
    const paused = new Set((await this.pauses.list()).map(({ provider }) => provider));
    const isWanted = (provider: string) => !paused.has(provider);
    const events = await takeSteps(
      (after: string | undefined) => this.waitingEvents.send(isWanted, before, after),
      { from: this.lastEvent, most: STEPS },
    );
    const retries = await takeSteps(
      (after: RetryPlace | undefined) => this.overdueRetries.send(isWanted, before, after),
      { from: this.lastRetry, most: STEPS },
    );
    this.lastEvent = events.next;
    this.lastRetry = retries.next;
    this.report({ events: events.sent, retries: retries.sent });
  }

  private report(swept: { events: number; retries: number }): void {
    if (!swept.events && !swept.retries) return;
    this.sweptTotal.inc(swept.events + swept.retries);
    this.logger.warn({ event: 'webhook_events_swept', ...swept }, 'Waited without a job; handed over again');
  }
}
