import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { BackgroundPrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { OrderLines } from '../handlers/order-lines.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { EventStatuses } from './event-statuses.js';
import { HandlerFailure } from './handler-failure.js';
import { resentJobs } from './resent-jobs.js';
import { SingleRuns } from './single-runs.js';
import { loadEvents, type StoredEvent } from './stored-event.js';
import { WEBHOOK_JOB } from './webhook-jobs.js';

/** How long one job works on one line, in ms, before it hands the rest over to a job of its own. */
const LINE_MS = 30_000;

type InPlace = <T>(work: () => Promise<T>) => Promise<T>;

/** A line that this process is working off. */
interface WorkedLine {
  /** Whether its head has to be looked for once more. */
  again: boolean;
  ended: Promise<void>;
}

/** The first of a line that is not done. */
interface Head {
  event_id: string;
  attempts: number;
  /** Whether its time has come: it has not failed, or its next attempt is due. */
  due: boolean;
}

/**
 * Runs handlers that take the events of one key one after the other. Whoever has done with the head of a line looks for
 * the next, after the transaction: an event that found the line taken in the meantime was committed before, so that it is
 * seen now.
 */
@Injectable()
export class OrderedRuns {
  private readonly working = new Map<string, WorkedLine>();
  /** Jobs that wait for lines which others work off, and how many may: half as many as there are fetches. */
  private waiting = 0;
  private readonly mayWait: number;

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly lines: OrderLines,
    private readonly handlers: WebhookHandlers,
    private readonly runs: SingleRuns,
    private readonly statuses: EventStatuses,
    @Inject(platformConfig.token) { workerConcurrency }: PlatformConfig,
  ) {
    this.mayWait = Math.floor(workerConcurrency / 2);
  }

  /**
   * Works off the line that an event stands in, from its head, as far as it gets. Where this process is at that line
   * already, it is asked to look again, and waited for, so that whoever dies before the end sees the job again; but not by
   * so many that the jobs of a long line keep those of other events from being fetched. Those that leave rely on the job
   * that works the line off, which comes back if it fails, and for the summary in their event on the sweeper.
   * @param attempt counts only for an event whose key cannot be told; in a line, each has a count of its own
   * @param inPlace runs each head when there is room for one more handler
   */
  async run(
    event: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    inPlace: InPlace,
    stopping: AbortSignal,
  ): Promise<void> {
    const key = await this.keyOf(event, handler);
    if (key === undefined) {
      await inPlace(() => this.failWithoutKey(event, handler, attempt, stopping));
      return;
    }
    const line = lineName(handler.name, key);
    const working = this.working.get(line);
    if (working) {
      working.again = true;
      return this.waitFor(working);
    }
    const own: WorkedLine = { again: true, ended: Promise.resolve() };
    this.working.set(line, own);
    own.ended = this.workOff(own, handler, key, inPlace, stopping);
    return own.ended;
  }

  private async waitFor({ ended }: WorkedLine): Promise<void> {
    if (this.waiting >= this.mayWait) return;
    this.waiting += 1;
    try {
      await ended;
    } finally {
      this.waiting -= 1;
    }
  }

  private async workOff(
    line: WorkedLine,
    handler: WebhookHandler,
    key: string,
    inPlace: InPlace,
    stopping: AbortSignal,
  ): Promise<void> {
    const endsAtMs = performance.now() + LINE_MS;
    try {
      while (line.again) {
        stopping.throwIfAborted(); // this job has to come back: it stands for those of the others in the line, too
        line.again = false;
        const head = await this.head(handler.name, key);
        if (!head?.due) continue;
        if (performance.now() > endsAtMs) return await this.handOver(head.event_id);
        const movedOn = await inPlace(() => this.runHead(head, handler, key, stopping));
        if (movedOn) line.again = true; // and else as those who joined meanwhile have left it
      }
    } finally {
      // In the same turn as the last look: whoever comes later must not join a line that nobody looks at any more.
      this.working.delete(lineName(handler.name, key));
    }
  }

  /** Counts as an attempt of the handler, which is not called: it could not be called in order. */
  private async failWithoutKey(
    event: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
  ): Promise<void> {
    await this.runs.run(event, handler, attempt, stopping, () => {
      throw new HandlerFailure(new Error(`${handler.name} could not tell the key of this ${event.type}.`));
    });
  }

  /** @returns whether the line has moved on, so that its next may be looked at */
  private async runHead(
    head: Head,
    handler: WebhookHandler,
    key: string,
    stopping: AbortSignal,
  ): Promise<boolean> {
    const [event] = await loadEvents(this.prisma, [head.event_id]);
    if (!event) return false;
    await this.runs.run(event, handler, head.attempts + 1, stopping, (tx) =>
      this.takeHead(tx, handler.name, key, head.event_id),
    );
    const handlers = this.handlers.for(event.provider, event.type).map(({ name }) => name);
    await this.statuses.refresh({ id: event.id, handlers });
    const next = await this.head(handler.name, key);
    return next?.event_id !== head.event_id;
  }

  /** The key as it was told at the door; told now where the door did not know of this handler. */
  private async keyOf(event: StoredEvent, handler: WebhookHandler): Promise<string | undefined> {
    const where = { eventId_handler: { eventId: event.id, handler: handler.name } };
    const run = await this.prisma.webhookHandlerRun.findUnique({ where, select: { orderKey: true } });
    if (run?.orderKey) return run.orderKey;
    const incoming = { ...event, connectionId: event.connectionId ?? '', headers: {} };
    const line = this.lines.of(event.id, incoming).find(({ handler: name }) => name === handler.name);
    if (!line) return undefined;
    await this.prisma.webhookHandlerRun.upsert({
      where,
      create: { eventId: event.id, handler: handler.name, orderKey: line.key },
      update: { orderKey: line.key },
    });
    return line.key;
  }

  private async head(handler: string, key: string): Promise<Head | undefined> {
    const [head] = await this.prisma.$queryRaw<Head[]>`
      SELECT event_id, attempts, next_attempt_at IS NULL OR next_attempt_at <= now() AS due
      FROM webhook_handler_runs
      WHERE handler = ${handler} AND order_key = ${key} AND status IN ('pending', 'failed')
      ORDER BY event_id LIMIT 1`;
    return head;
  }

  /**
   * Locks a line and its head; `false` when somebody else has the line, or this is not its head any more. To lock the
   * head alone is not enough: an event whose commit took longer may turn up before one that is being handled.
   */
  private async takeHead(tx: Transaction, handler: string, key: string, eventId: string): Promise<boolean> {
    const [line] = await tx.$queryRaw<{ locked: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${lockNumber(lineName(handler, key))}) AS locked`;
    if (!line?.locked) return false;
    const taken = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM webhook_handler_runs
      WHERE handler = ${handler} AND event_id = ${eventId}::uuid AND status IN ('pending', 'failed') AND event_id = (
        SELECT event_id FROM webhook_handler_runs
        WHERE handler = ${handler} AND order_key = ${key} AND status IN ('pending', 'failed')
        ORDER BY event_id LIMIT 1)
      FOR UPDATE SKIP LOCKED`;
    return taken.length > 0;
  }

  private async handOver(eventId: string): Promise<void> {
    await this.prisma.$transaction((tx) => this.jobs.send(WEBHOOK_JOB, resentJobs([eventId]), tx));
  }
}

function lineName(handler: string, key: string): string {
  return `${handler} ${key}`;
}

/** PostgreSQL's advisory locks go by 64-bit numbers; among hashes of so many bits, two lines are not mistaken. */
function lockNumber(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE();
}
