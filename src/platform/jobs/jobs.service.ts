import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { PgBoss, fromPrisma } from 'pg-boss';
import { SpanKind } from '@opentelemetry/api';
import { z } from 'zod';
import { runWithinLimits } from '../context/request-context.js';
import { platformConfig, type PlatformConfig } from '../config/platform.config.js';
import { DATABASE_URL, type Transaction } from '../database/prisma.service.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import type { QueueOptions, WorkerOptions } from './job-options.js';
import { inSpan } from '../tracing/in-span.js';

/** The connections of pg-boss beside Prisma's, one of them listening for new jobs. */
export const JOB_CONNECTIONS = 4;

/** How often the state of the queues is looked after, in seconds: jobs of a dead process come back this much later. */
const SUPERVISE_SECONDS = 5;

/** How long running jobs may take to finish at shutdown, in ms. What does not is taken up again by another process. */
const DRAIN_MS = 8_000;

/** A kind of job: its queue, and the form of its data. */
export interface JobType<Data extends object> {
  queue: QueueOptions;
  data: z.ZodType<Data>;
}

export interface NewJob<Data> {
  data: Data;
  /** @default now */
  startAfter?: Date;
  /** Of the jobs that are due, those of the highest go first. @default 0 */
  priority?: number;
}

const dueRows = z.array(z.object({ priority: z.number(), since: z.date() }));

/** Background work on pg-boss: durable, shared by all replicas, at least once. */
@Injectable()
export class JobsService implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly boss: PgBoss;
  private readonly worked = new Set<string>();
  private drained: Promise<void> | undefined;

  constructor(
    @Inject(DATABASE_URL) databaseUrl: string,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: 'hookline-jobs',
      max: JOB_CONNECTIONS,
      useListenNotify: true,
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
      supervise: config.role !== 'web',
      schedule: config.role !== 'web',
    });
    // pg-boss goes on by itself after an error; without a listener it would end the process.
    this.boss.on('error', (error) =>
      this.logger.warn({ event: 'jobs_error', err: error }, 'Jobs will be tried again'),
    );
    this.boss.on('warning', (warning) =>
      this.logger.warn({ event: 'jobs_warning', warning }, warning.message),
    );
  }

  /** Whether this process runs jobs, or only hands them over (`ROLE=web`). */
  get works(): boolean {
    return this.config.role !== 'web';
  }

  async onModuleInit(): Promise<void> {
    await this.boss.start();
  }

  /** First of all in a shutdown, while database and road out are there: running jobs finish, new ones are not begun. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  /** Begins no further job, and resolves when the running ones have finished, or had their time. May be called twice. */
  drain(): Promise<void> {
    return (this.drained ??= this.offWork());
  }

  /** Last, when no request is left that could hand over a job. */
  async onApplicationShutdown(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }

  /** Makes sure that the queue exists, as it is declared. To be called before the first `send` or `work`. */
  async declare<Data extends object>({ queue }: JobType<Data>): Promise<void> {
    const { name, ...options } = queue;
    await this.boss.createQueue(name, options);
    await this.boss.updateQueue(name, options); // a queue of an earlier version keeps its old options otherwise
  }

  /** Hands over jobs within a transaction: they exist if and only if it commits. */
  async send<Data extends object>(
    type: JobType<Data>,
    jobs: readonly NewJob<Data>[],
    tx: Transaction,
  ): Promise<void> {
    await this.boss.insert(type.queue.name, [...jobs], { db: fromPrisma(tx) });
  }

  /**
   * The statement that hands over jobs, for a caller that runs it itself within a transaction of its own.
   * @throws Error when the queue was not declared
   */
  async statement<Data extends object>(
    { queue: { name } }: JobType<Data>,
    jobs: readonly NewJob<Data>[],
  ): Promise<{ text: string; values: unknown[] }> {
    const statements: { text: string; values: unknown[] }[] = [];
    const executeSql = async (text: string, values: unknown[] = []) => {
      statements.push({ text, values });
      return { rows: [] };
    };
    await this.boss.insert(name, [...jobs], { db: { executeSql } });
    const [statement] = statements;
    if (!statement) throw new Error(`pg-boss made no statement for the queue ${name}.`);
    return statement;
  }

  /** Runs jobs as they come, if this process works at all. A handler that throws sees its job again. */
  async work<Data extends object>(
    type: JobType<Data>,
    options: WorkerOptions,
    handler: (data: Data, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (!this.works) return;
    this.worked.add(type.queue.name);
    await this.boss.work(type.queue.name, options, async (jobs) => {
      for (const job of jobs) {
        const endsAtMs = performance.now() + job.expireInSeconds * 1000;
        await runWithinLimits({ background: true, endsAtMs }, () =>
          handler(type.data.parse(job.data), job.signal),
        );
      }
    });
  }

  /**
   * Runs jobs several at a time, as many as were fetched together. A handler that throws sees all of them again.
   * @param handler gets a signal that aborts when one of the jobs is taken away, or the process stops
   */
  async workTogether<Data extends object>(
    type: JobType<Data>,
    options: WorkerOptions,
    handler: (data: readonly Data[], signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (!this.works) return;
    this.worked.add(type.queue.name);
    await this.boss.work(type.queue.name, options, async (jobs) => {
      const signal = AbortSignal.any(jobs.map((job) => job.signal));
      const endsAtMs = performance.now() + Math.min(...jobs.map((job) => job.expireInSeconds)) * 1000;
      const data = jobs.map((job) => type.data.parse(job.data));
      await runWithinLimits({ background: true, endsAtMs }, () => handler(data, signal));
    });
  }

  /** Runs `handler` at each tick of `cron` (UTC), in one process of all. */
  async schedule(name: string, cron: string, handler: () => Promise<void>): Promise<void> {
    if (!this.works) return;
    await this.boss.createQueue(name, { policy: 'singleton' });
    await this.boss.schedule(name, cron);
    this.worked.add(name);
    const tick = { name: `job ${name}`, kind: SpanKind.INTERNAL, parent: null };
    await this.boss.work(name, async () =>
      runWithinLimits({ background: true }, () => inSpan(tick, handler)),
    );
  }

  /** When the oldest of the jobs that are due, and not done, became due: for each priority of which there are any. */
  async dueSince<Data extends object>({ queue }: JobType<Data>): Promise<ReadonlyMap<number, Date>> {
    const { rows } = await this.boss.getDb().executeSql(
      `SELECT priority, min(start_after) AS since FROM pgboss.job
       WHERE name = $1 AND (state = 'active' OR (state < 'active' AND start_after <= now())) GROUP BY priority`,
      [queue.name],
    );
    return new Map(dueRows.parse(rows).map(({ priority, since }) => [priority, since]));
  }

  /** How many jobs wait in each of our queues, as last counted (every {@link SUPERVISE_SECONDS} s). */
  async waiting(): Promise<Record<string, number>> {
    const queues = (await this.boss.getQueues()).filter(({ name }) => !name.startsWith('__'));
    return Object.fromEntries(queues.map(({ name, queuedCount }) => [name, queuedCount]));
  }

  private async offWork(): Promise<void> {
    const ended = Promise.all([...this.worked].map((queue) => this.boss.offWork(queue, { wait: true })));
    await Promise.race([ended, sleep(DRAIN_MS, undefined, { ref: false })]);
  }
}
