import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type QueryConfig } from 'pg';
import { DATABASE_URL } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { EVENTS_PER_JOB, WEBHOOK_JOB } from '../processing/webhook-jobs.js';
import { GatheringSocket } from './gathering-socket.js';
import { insertEvents, insertLines } from './insert-statements.js';
import type { WaitingEvent } from './waiting-event.js';

/** Two commits at a time: one waits for the disk while the next is being written. */
export const MAX_COMMITS = 2;

/** How long a connection may take to be made, and a commit to be answered, in ms: less than a sender waits. */
const CONNECT_WITHIN_MS = 1_500;
const STATEMENT_MS = 3_500;

/**
 * Writes groups of events, on connections of its own that nothing else in the process can use up. A transaction is sent
 * whole, statement after statement without waiting for the answers between, so that it costs one way to the server and
 * back.
 */
@Injectable()
export class WebhookWriter implements OnApplicationShutdown {
  private readonly pool: Pool;
  private closing = false;

  constructor(
    @Inject(DATABASE_URL) databaseUrl: string,
    @Inject(LOGGER) logger: Logger,
    private readonly jobs: JobsService,
  ) {
    this.pool = new Pool({
      connectionString: databaseUrl,
      application_name: 'hookline-ingest',
      max: MAX_COMMITS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 300, // for a server that no longer answers at all
      keepAlive: true,
      pipeline: true,
      stream: () => new GatheringSocket(),
    });
    // Idle connections that break are replaced; without a listener they would end the process.
    this.pool.on('error', (error) => {
      if (!this.closing) logger.warn({ event: 'database_connection_lost', err: error }, 'Reconnecting');
    });
    // One that breaks in a transaction would, too, although each of its statements has the error already.
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /**
   * One transaction with the events, their places in line and their job. A job may name events that turn out to be
   * repeats; whoever runs it does not find them.
   * @returns the ids of those that were new
   */
  async write(group: readonly WaitingEvent[]): Promise<Set<string>> {
    const ids = group.map(({ id }) => id);
    const chunks = Array.from({ length: Math.ceil(ids.length / EVENTS_PER_JOB) }, (_, chunk) => ({
      data: { eventIds: ids.slice(chunk * EVENTS_PER_JOB, (chunk + 1) * EVENTS_PER_JOB) },
    }));
    const lines = insertLines(group);
    const [stored] = await this.transaction([
      insertEvents(group),
      ...(lines ? [lines] : []),
      { name: 'webhook-jobs', ...(await this.jobs.statement(WEBHOOK_JOB, chunks)) },
    ]);
    return new Set(stored?.map(({ id }) => id as string));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.pool.end();
  }

  /** @returns the rows of each statement; all of them happened, or none */
  private async transaction(statements: readonly QueryConfig[]): Promise<Record<string, unknown>[][]> {
    const client = await this.pool.connect();
    const begin = client.query('BEGIN');
    const results = statements.map((statement) => client.query<Record<string, unknown>>(statement));
    const answers = await Promise.allSettled([begin, ...results, client.query('COMMIT')]);
    const failure = answers.find((answer) => answer.status === 'rejected');
    // An answered COMMIT has ended the transaction, be it by a rollback. Unanswered, the connection may be in any state.
    client.release(answers.at(-1)?.status === 'rejected');
    if (failure) throw failure.reason;
    return Promise.all(results.map(async (result) => (await result).rows));
  }
}
