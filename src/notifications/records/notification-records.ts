import { Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import type { NotificationStatus } from '../../platform/database/generated/enums.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { NOTIFICATION_JOB, jobsFor } from '../sending/notification-jobs.js';
import type { Settlement } from '../sending/next-step.js';
import { GroupCommit } from '../../platform/database/group-commit.js';
import { insertStatement, rowToInsert, type NewNotification, type RowToInsert } from './insert-statement.js';
import { readRow, type NotificationRow } from './notification-row.js';
import { settleStatement } from './settle-statement.js';

export interface NotificationFilter {
  status?: NotificationStatus;
}

/** The notifications as they are kept. What happens to one is written together with its history and its next job. */
@Injectable()
export class NotificationRecords {
  private readonly adding = new GroupCommit((rows: readonly RowToInsert[]) => this.insert(rows));

  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Keeps new ones, with the jobs that will send them, all or none. One whose idempotency key is taken is left out. What
   * is added at the same time shares a commit.
   * @returns the ids of those that are new, perhaps with those of others
   */
  add(rows: readonly NewNotification[]): Promise<ReadonlySet<string>> {
    return this.adding.add(rows.map(rowToInsert));
  }

  async get(id: string): Promise<NotificationRow | undefined> {
    const row = await this.prisma.notification.findUnique({ where: { id } });
    return row ? readRow(row) : undefined;
  }

  async byKeys(keys: readonly string[]): Promise<NotificationRow[]> {
    const rows = await this.prisma.notification.findMany({ where: { idempotencyKey: { in: [...keys] } } });
    return rows.map(readRow);
  }

  /** A page, newest first. `after` is the id of the last one seen. */
  async list(filter: NotificationFilter, limit: number, after?: string): Promise<NotificationRow[]> {
    const rows = await this.prisma.notification.findMany({
      where: { ...filter, ...(after !== undefined && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(readRow);
  }

  /** What has happened to one, oldest first. */
  history(id: string) {
    return this.prisma.notificationEvent.findMany({
      where: { notificationId: id },
      orderBy: { id: 'asc' },
      take: 500,
    });
  }

  /** Those with something to do by now. */
  async due(ids: readonly string[], now: Date): Promise<NotificationRow[]> {
    const rows = await this.prisma.notification.findMany({
      where: { id: { in: [...ids] }, dueAt: { lte: now } },
    });
    return rows.map(readRow);
  }

  /**
   * Begins an attempt of each; those that another process has begun, or that are done, are left out.
   * @param dueBy what is due later than this is left out, too
   */
  async begin(
    rows: readonly NotificationRow[],
    from: Date,
    until: Date,
    dueBy = from,
  ): Promise<NotificationRow[]> {
    const begun = await this.prisma.$queryRaw<{ id: string }[]>`
      UPDATE notifications SET attempt_from = ${from}, attempt_until = ${until}, attempts = attempts + 1
      WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[])
        AND status = 'queued' AND attempt_until IS NULL AND due_at <= ${dueBy}
      RETURNING id`;
    const ids = new Set(begun.map(({ id }) => id));
    return rows
      .filter(({ id }) => ids.has(id))
      .map((row) => ({ ...row, attemptFrom: from, attemptUntil: until, attempts: row.attempts + 1 }));
  }

  /** Writes down what outcomes make of notifications, with the jobs for what is to be done next, all or nothing. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    const settle = this.prisma.$executeRaw(settleStatement(settlements));
    const next = jobsFor(settlements);
    if (next.length === 0) {
      await settle;
      return;
    }
    const jobs = await this.jobs.statement(NOTIFICATION_JOB, next);
    await this.prisma.$transaction([settle, this.prisma.$executeRawUnsafe(jobs.text, ...jobs.values)]);
  }

  /** Takes up again what `now` has refused: nothing of it left, so that the same key may try anew. */
  async takeUpAgain(id: string, from: Date, until: Date): Promise<boolean> {
    const { count } = await this.prisma.notification.updateMany({
      where: { id, status: 'failed', mode: 'now', attemptUntil: null },
      data: {
        status: 'queued',
        dueAt: until,
        statusAt: from,
        attemptFrom: from,
        attemptUntil: until,
        step: 0,
        rounds: 0,
        looks: 0,
        refusedSteps: [],
        attempts: { increment: 1 },
      },
    });
    return count > 0;
  }

  /** Hands over again what is due for a while and that no job may hold any more. @returns how many */
  async resend(dueBefore: Date, limit: number): Promise<number> {
    return this.prisma.$transaction(async (tx) => {
      const rows = await tx.notification.findMany({
        where: { dueAt: { lt: dueBefore } },
        orderBy: { dueAt: 'asc' },
        take: limit,
        select: { id: true },
      });
      const now = new Date();
      await this.schedule(
        rows.map(({ id }) => ({ id, dueAt: now })),
        tx,
      );
      return rows.length;
    });
  }

  /** Deletes what is done and older than that, with its history. @returns how many */
  async prune(before: Date, limit: number): Promise<number> {
    return this.prisma.$executeRaw(Prisma.sql`
      WITH old AS (
        SELECT id FROM notifications WHERE created_at < ${before} AND due_at IS NULL ORDER BY id LIMIT ${limit}
      ), history AS (
        DELETE FROM notification_events WHERE notification_id IN (SELECT id FROM old)
      )
      DELETE FROM notifications WHERE id IN (SELECT id FROM old)`);
  }

  /** A job may name notifications that turn out to be there already; whoever runs it does not find them. */
  private async insert(rows: readonly RowToInsert[]): Promise<ReadonlySet<string>> {
    // In the order of their keys: two commits that hold the same ones never wait for each other.
    const sorted = rows.toSorted((a, b) => ((a.idempotencyKey ?? '') < (b.idempotencyKey ?? '') ? -1 : 1));
    const jobs = await this.jobs.statement(NOTIFICATION_JOB, jobsFor(rows));
    const [added] = await this.prisma.$transaction([
      this.prisma.$queryRaw<{ id: string }[]>(insertStatement(sorted)),
      this.prisma.$executeRawUnsafe(jobs.text, ...jobs.values),
    ]);
    return new Set(added.map(({ id }) => id));
  }

  private async schedule(rows: readonly { id: string; dueAt: Date }[], tx: Transaction): Promise<void> {
    if (rows.length > 0) await this.jobs.send(NOTIFICATION_JOB, jobsFor(rows), tx);
  }
}
