import { Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import { GroupCommit } from '../../platform/database/group-commit.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { Claims } from './claims.js';
import type { DueDelivery } from './due-delivery.js';
import type { Verdict } from './next-attempt.js';
import { inOrder } from './order-locks.js';

/** What a row costs beside its texts, in bytes, roughly. */
const ROW_BYTES = 400;

/** An attempt that is over, and what becomes of its delivery. */
export interface Settlement extends Pick<Verdict, 'outcome' | 'againInMs' | 'status' | 'error' | 'answer'> {
  readonly delivery: DueDelivery;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** Writes down how attempts ended; what ends at the same time shares a commit. */
@Injectable()
export class Settlements {
  private readonly free = new GroupCommit((rows: readonly Row[]) =>
    this.prisma.$executeRaw(this.statement(rows)),
  );
  private readonly lined = new GroupCommit((rows: readonly Row[]) =>
    inOrder(
      this.prisma,
      rows.map(({ endpointId }) => endpointId),
      (tx) => tx.$executeRaw(this.statement(rows)),
    ),
  );

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly claims: Claims,
  ) {}

  /** Resolves once it is written. An attempt that another worker has settled meanwhile changes nothing. */
  async add({ delivery, startedAt, ...rest }: Settlement): Promise<void> {
    const { id, number, endpointId, orderKey } = delivery;
    const bytes = ROW_BYTES + (rest.answer?.length ?? 0) + (rest.error?.length ?? 0);
    const row = { id, number, endpointId, startedAt: startedAt.toISOString(), ...rest, bytes };
    await (orderKey === null ? this.free : this.lined).add([row]);
  }

  private statement(rows: readonly Row[]): Prisma.Sql {
    // Written in the order of ids, as replays lock them, so that the two do not wait for one another.
    const ended = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const ids = ended.map(({ id }) => id); // named once more, so that they are looked up whatever the planner thinks of the JSON
    return Prisma.sql`
      WITH ended AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(ended, storable)}::json) AS ended(
          id uuid, number int, outcome delivery_status, "againInMs" float8, status int, error text, answer text,
          "durationMs" int, "startedAt" timestamptz)
      ), settled AS (
        UPDATE deliveries d SET status = ended.outcome, attempts = ended.number,
          due_at = now() + ended."againInMs" * interval '1 millisecond',
          last_status = ended.status, last_error = ended.error, last_attempt_at = ended."startedAt"
        FROM ended WHERE d.id = ANY(${ids}::uuid[]) AND d.id = ended.id AND d.attempts = ended.number - 1
        RETURNING d.id, d.endpoint_id, d.order_key, d.due_at
      ), called AS (
        UPDATE deliveries next SET due_at = now()
        FROM (
          SELECT (
            SELECT behind.id FROM deliveries behind
            WHERE behind.endpoint_id = done.endpoint_id AND behind.order_key = done.order_key
              AND behind.due_at IS NOT NULL AND behind.id <> done.id
            ORDER BY behind.position LIMIT 1) AS id
          FROM settled done WHERE done.order_key IS NOT NULL AND done.due_at IS NULL) AS head
        WHERE next.id = head.id AND next.status = 'pending'
          AND next.due_at > now() + ${this.claims.leaseMs}::float8 * interval '1 millisecond'
      )
      INSERT INTO delivery_attempts (delivery_id, number, outcome, status, error, answer, duration_ms, started_at)
      SELECT id, number, outcome, status, error, answer, "durationMs", "startedAt" FROM ended JOIN settled USING (id)`;
  }
}

interface Row extends Omit<Settlement, 'delivery' | 'startedAt'> {
  readonly id: string;
  readonly number: number;
  readonly endpointId: string;
  readonly startedAt: string;
  readonly bytes: number;
}

/** What an endpoint or the system's resolver says may hold characters that PostgreSQL does not take. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
