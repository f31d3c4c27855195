import { Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import type { NotificationStatus } from '../../platform/database/generated/enums.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { NOTIFICATION_JOB, jobsFor } from '../sending/notification-jobs.js';
import type { Settlement } from '../sending/next-step.js';
import { readRow, type NotificationRow } from './notification-row.js';

/** A notification that is new. */
export type NewNotification = Pick<
  NotificationRow,
  'id' | 'mode' | 'idempotencyKey' | 'fingerprint' | 'message' | 'route' | 'dueAt' | 'requestId' | 'createdAt'
> &
  Partial<Pick<NotificationRow, 'attempts' | 'attemptFrom' | 'attemptUntil'>>;

export interface NotificationFilter {
  status?: NotificationStatus;
}

/** The notifications as they are kept. What happens to one is written together with its history and its next job. */
@Injectable()
export class NotificationRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Keeps new ones, with the jobs that will send them. One whose idempotency key is taken is left out.
   * @returns the ids of those that are new
   */
  async add(rows: readonly NewNotification[]): Promise<ReadonlySet<string>> {
    return this.prisma.$transaction(async (tx) => {
      const added = await tx.notification.createManyAndReturn({
        data: rows.map((row) => ({
          ...row,
          route: [...row.route],
          message: row.message as Prisma.InputJsonObject, // JSON, since it came as such or is text
          statusAt: row.createdAt,
        })),
        skipDuplicates: true,
        select: { id: true },
      });
      const ids = new Set(added.map(({ id }) => id));
      const kept = rows.filter(({ id }) => ids.has(id));
      await tx.notificationEvent.createMany({
        data: kept.map(({ id, createdAt }) => ({
          notificationId: id,
          type: 'queued',
          occurredAt: createdAt,
        })),
      });
      await this.schedule(kept, tx);
      return ids;
    });
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

  /** Begins an attempt of each; those that another process has begun, or that are done, are left out. */
  async begin(rows: readonly NotificationRow[], from: Date, until: Date): Promise<NotificationRow[]> {
    const begun = await this.prisma.notification.updateManyAndReturn({
      where: {
        id: { in: rows.map(({ id }) => id) },
        status: 'queued',
        attemptUntil: null,
        dueAt: { lte: from },
      },
      data: { attemptFrom: from, attemptUntil: until, attempts: { increment: 1 } },
      select: { id: true },
    });
    const ids = new Set(begun.map(({ id }) => id));
    return rows
      .filter(({ id }) => ids.has(id))
      .map((row) => ({ ...row, attemptFrom: from, attemptUntil: until, attempts: row.attempts + 1 }));
  }

  /**
   * Writes down what outcomes make of notifications, all or nothing. One that is about an attempt which is no longer the
   * last changes nothing; what a provider's webhook has said meanwhile is not taken back.
   */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    const json = JSON.stringify(settlements);
    await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`
        WITH settled AS (
          SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS s(
            id uuid, "attemptFrom" timestamptz, status notification_status, step smallint,
            "refusedSteps" jsonb, rounds int, looks int, open boolean, "dueAt" timestamptz, provider text,
            "messageId" text, "sentAt" timestamptz, "errorCode" text, error text, history jsonb)
        ), updated AS (
          UPDATE notifications n SET
            status = CASE WHEN n.status = 'queued' THEN s.status ELSE n.status END,
            status_at = CASE WHEN n.status = 'queued' AND s.status <> 'queued' THEN now() ELSE n.status_at END,
            step = s.step,
            refused_steps = ARRAY(SELECT jsonb_array_elements_text(s."refusedSteps")::smallint),
            rounds = s.rounds,
            looks = s.looks,
            due_at = CASE WHEN n.status = 'queued' THEN s."dueAt" END,
            attempt_until = CASE WHEN s.open AND n.status = 'queued' THEN n.attempt_until END,
            provider = coalesce(s.provider, n.provider),
            message_id = coalesce(s."messageId", n.message_id),
            sent_at = coalesce(n.sent_at, s."sentAt"),
            error_code = CASE WHEN n.status = 'queued' THEN s."errorCode" ELSE n.error_code END,
            error = CASE WHEN n.status = 'queued' THEN s.error ELSE n.error END
          FROM settled s
          WHERE n.id = s.id AND n.attempt_from IS NOT DISTINCT FROM s."attemptFrom"
          RETURNING n.id
        )
        INSERT INTO notification_events (notification_id, type, provider, detail, occurred_at)
        SELECT s.id, line.type, line.provider, line.detail, now()
        FROM settled s JOIN updated USING (id),
          jsonb_to_recordset(s.history) AS line(type text, provider text, detail text)`;
      await this.schedule(settlements, tx);
    });
  }

  /**
   * Sends a dead or failed one again from the beginning of its route, or one that is queued right now.
   * @returns whether there was anything to do: not where an attempt's outcome is still open, or it is sent
   */
  async sendAgain(id: string, now: Date): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.notification.updateMany({
        where: { id, OR: [{ status: { in: ['dead', 'failed'] } }, { status: 'queued', attemptUntil: null }] },
        data: {
          status: 'queued',
          mode: 'durable',
          dueAt: now,
          statusAt: now,
          attemptUntil: null,
          step: 0,
          rounds: 0,
          looks: 0,
          refusedSteps: [],
        },
      });
      if (count === 0) return false;
      const event = { notificationId: id, type: 'sent_again', occurredAt: now };
      await tx.notificationEvent.create({ data: event });
      await this.schedule([{ id, dueAt: now }], tx);
      return true;
    });
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

  private async schedule(
    rows: readonly { id: string; dueAt: Date | null }[],
    tx: Transaction,
  ): Promise<void> {
    const due = rows.filter((row): row is { id: string; dueAt: Date } => row.dueAt !== null);
    if (due.length > 0) await this.jobs.send(NOTIFICATION_JOB, jobsFor(due), tx);
  }
}
