import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { EndpointNews } from '../../contracts/events.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService, type JobType } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { toEndpoint } from '../endpoints/endpoint-row.js';
import { EndpointHandlers } from './endpoint-handlers.js';

const data = z.object({
  handler: z.string(),
  newsId: z.uuid(),
  endpointId: z.uuid(),
  reason: z.enum(['gone', 'failing']),
  occurredAt: z.iso.datetime(),
});

/** One piece of news for one handler: one that fails is tried again without the others. */
const ENDPOINT_NEWS_JOB: JobType<z.output<typeof data>> = {
  data,
  queue: {
    name: 'endpoint-news',
    heartbeatSeconds: 10,
    expireInSeconds: 300,
    retryLimit: 30, // over about a day
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 3_600,
  },
};

/** One job at a time for each place: one that fails would take those fetched with it along. */
const WORK = {
  localConcurrency: 2,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5, // NOTIFY does not fire for the delayed jobs of retries
};

/** Tells the product's `@OnEndpoint` handlers what happens to endpoints: durably, and at least once. */
@Injectable()
export class EndpointNewsJobs implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly handlers: EndpointHandlers,
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(ENDPOINT_NEWS_JOB);
    await this.jobs.work(ENDPOINT_NEWS_JOB, WORK, (job) => this.run(job));
  }

  /** Hands over that an endpoint was disabled, within the transaction that disables it. */
  async sendDisabled(endpointId: string, reason: EndpointNews['reason'], tx: Transaction): Promise<void> {
    const news = { newsId: uuidv7(), endpointId, reason, occurredAt: new Date().toISOString() };
    const jobs = this.handlers.namesFor('disabled').map((handler) => ({ data: { handler, ...news } }));
    if (jobs.length > 0) await this.jobs.send(ENDPOINT_NEWS_JOB, jobs, tx);
  }

  private async run({ handler, newsId, endpointId, ...job }: z.output<typeof data>): Promise<void> {
    const about = { handler, endpoint_id: endpointId };
    const row = await this.prisma.endpoint.findUnique({ where: { id: endpointId, deletedAt: null } });
    if (!row) {
      this.logger.info({ event: 'endpoint_news_dropped', ...about }, 'Its endpoint has been deleted since');
      return;
    }
    const news = {
      id: newsId,
      reason: job.reason,
      occurredAt: new Date(job.occurredAt),
      endpoint: toEndpoint(row, this.box),
    };
    try {
      await this.handlers.run(handler, news);
    } catch (error) {
      this.logger.warn(
        { event: 'endpoint_handler_failed', ...about, err: error },
        'A handler of an endpoint will be tried again',
      );
      throw error;
    }
  }
}
