import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { ConnectionEventType } from '../../contracts/connections.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService, type JobType } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { toConnection } from '../accounts/connection-row.js';
import { ConnectionHandlers } from './connection-handlers.js';

const data = z.object({
  handler: z.string(),
  eventId: z.uuid(),
  type: z.enum(['connected', 'needs_reauth', 'revoked', 'disconnected']),
  occurredAt: z.iso.datetime(),
  connectionId: z.uuid(),
  reason: z.string().optional(),
});

/** One event for one handler: one that fails is tried again without the others. */
const CONNECTION_EVENT_JOB: JobType<z.output<typeof data>> = {
  data,
  queue: {
    name: 'connection-events',
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
  localConcurrency: 4,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5, // NOTIFY does not fire for the delayed jobs of retries
  burstWhenReadyExceeds: 4, // without a pause while there is a backlog
};

/** What has happened to a connection. */
interface ConnectionNews {
  readonly type: ConnectionEventType;
  readonly connectionId: string;
  /** In one sentence, where there is one. */
  readonly reason?: string;
}

/** Tells the product's `@OnConnection` handlers what happens to connections: durably, and at least once. */
@Injectable()
export class ConnectionEvents implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly handlers: ConnectionHandlers,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(CONNECTION_EVENT_JOB);
    await this.jobs.work(CONNECTION_EVENT_JOB, WORK, (job) => this.run(job));
  }

  /** Hands over an event within the transaction that makes it true. */
  async send({ type, connectionId, reason }: ConnectionNews, tx: Transaction): Promise<void> {
    const event = { eventId: uuidv7(), type, occurredAt: new Date().toISOString(), connectionId, reason };
    const jobs = this.handlers.namesFor(type).map((handler) => ({ data: { handler, ...event } }));
    if (jobs.length > 0) await this.jobs.send(CONNECTION_EVENT_JOB, jobs, tx);
  }

  private async run({ handler, eventId, connectionId, ...job }: z.output<typeof data>): Promise<void> {
    const row = await this.prisma.connection.findUnique({ where: { id: connectionId } });
    const about = { handler, type: job.type, connection_id: connectionId };
    if (!row) {
      this.logger.warn({ event: 'connection_event_dropped', ...about }, 'Its connection was deleted by hand');
      return;
    }
    const event = {
      id: eventId,
      type: job.type,
      occurredAt: new Date(job.occurredAt),
      connection: toConnection(row),
      reason: job.reason,
    };
    try {
      await this.handlers.run(handler, event);
    } catch (error) {
      this.logger.warn(
        { event: 'connection_handler_failed', ...about, err: error },
        'A handler of a connection will be tried again',
      );
      throw error;
    }
  }
}
