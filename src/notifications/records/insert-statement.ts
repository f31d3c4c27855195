import { Prisma } from '../../platform/database/generated/client.js';
import type { NotificationRow } from './notification-row.js';

/** A notification that is new. */
export type NewNotification = Pick<
  NotificationRow,
  | 'id'
  | 'mode'
  | 'idempotencyKey'
  | 'fingerprint'
  | 'message'
  | 'route'
  | 'dueAt'
  | 'requestId'
  | 'traceparent'
  | 'createdAt'
> &
  Partial<Pick<NotificationRow, 'attempts' | 'attemptFrom' | 'attemptUntil'>>;

/** A notification as it is inserted. */
export interface RowToInsert extends Omit<NewNotification, 'message' | 'route'> {
  /** JSON. */
  readonly message: string;
  /** JSON. */
  readonly route: string;
  /** How much there is of it. */
  readonly bytes: number;
}

export function rowToInsert({ message, route, ...rest }: NewNotification): RowToInsert {
  const json = { message: JSON.stringify(message), route: JSON.stringify(route) };
  return { ...rest, ...json, bytes: json.message.length + json.route.length };
}

/**
 * Inserts those whose idempotency key is free, each with the first line of its history. The result is their ids. By hand:
 * Prisma's `createMany` compiles a query anew for each number of rows.
 */
export function insertStatement(rows: readonly RowToInsert[]): Prisma.Sql {
  const column = <T>(read: (row: RowToInsert) => T) => rows.map((row) => read(row));
  return Prisma.sql`
    WITH added AS (
      INSERT INTO notifications
        (id, mode, idempotency_key, fingerprint, message, route, due_at, attempts, attempt_from, attempt_until,
         request_id, traceparent, created_at, status_at)
      SELECT id, mode, idempotency_key, fingerprint, message::json, route::json, due_at, attempts, attempt_from,
        attempt_until, request_id, traceparent, created_at, created_at
      FROM unnest(
        ${column(({ id }) => id)}::uuid[],
        ${column(({ mode }) => mode)}::notification_mode[],
        ${column(({ idempotencyKey }) => idempotencyKey)}::text[],
        ${column(({ fingerprint }) => fingerprint)}::text[],
        ${column(({ message }) => message)}::text[],
        ${column(({ route }) => route)}::text[],
        ${column(({ dueAt }) => dueAt)}::timestamptz[],
        ${column(({ attempts = 0 }) => attempts)}::int[],
        ${column(({ attemptFrom = null }) => attemptFrom)}::timestamptz[],
        ${column(({ attemptUntil = null }) => attemptUntil)}::timestamptz[],
        ${column(({ requestId }) => requestId)}::text[],
        ${column(({ traceparent }) => traceparent)}::text[],
        ${column(({ createdAt }) => createdAt)}::timestamptz[])
      AS new (id, mode, idempotency_key, fingerprint, message, route, due_at, attempts, attempt_from, attempt_until,
        request_id, traceparent, created_at)
      ON CONFLICT (idempotency_key) DO NOTHING
      RETURNING id, created_at
    ), history AS (
      INSERT INTO notification_events (notification_id, type, occurred_at)
      SELECT id, 'queued', created_at FROM added
    )
    SELECT id FROM added`;
}

/** A new one as it is in its table now. */
export function justAdded(wanted: NewNotification): NotificationRow {
  return {
    status: 'queued',
    step: 0,
    refusedSteps: [],
    attempts: 0,
    rounds: 0,
    looks: 0,
    attemptFrom: null,
    attemptUntil: null,
    provider: null,
    messageId: null,
    errorCode: null,
    error: null,
    sentAt: null,
    statusAt: wanted.createdAt,
    ...wanted,
  };
}
