import { Inject, Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';
import { PING_TYPE } from '../events/event-type-names.js';
import type { DueDelivery } from './due-delivery.js';
import type { DueEndpoint } from './due-endpoints.js';
import { inOrder } from './order-locks.js';

/** On top of what an endpoint may take to answer: time to write down what became of it, in ms. */
const SETTLE_MS = 20_000;

/** How long one that waits behind another does so before it is looked at again, if nobody calls it, in ms. */
const PARKED_MS = 3_600_000;

/** How many deliveries of an endpoint may be sent now. */
export interface Slots {
  readonly endpoint: DueEndpoint;
  readonly slots: number;
}

/** What was claimed. */
export interface Claimed {
  readonly due: readonly DueDelivery[];
  /** The ids of endpoints that have nothing more to be sent at the moment. */
  readonly exhausted: readonly string[];
}

interface Row extends DueDelivery {
  /** It waits for an earlier one of its subject. */
  readonly parked: boolean;
}

/**
 * Takes deliveries that are due, each for one process alone. A claim is a lease: the deliveries of a process that dies
 * become due again.
 */
@Injectable()
export class Claims {
  /** How long a claim holds, in ms. */
  readonly leaseMs: number;

  constructor(
    private readonly prisma: BackgroundPrismaService,
    @Inject(deliveriesConfig.token) { timeoutMs }: DeliveriesConfig,
  ) {
    this.leaseMs = timeoutMs + SETTLE_MS;
  }

  /** @param wanted ordered endpoints had better not be mixed with others, which need no lock */
  async take(wanted: readonly Slots[]): Promise<Claimed> {
    const rows = wanted.some(({ endpoint }) => endpoint.ordered)
      ? await this.takeInOrder(wanted)
      : await this.prisma.$queryRaw<Row[]>(this.statement(wanted));
    const found = Map.groupBy(rows, ({ endpointId }) => endpointId);
    return {
      due: rows.filter(({ parked }) => !parked),
      exhausted: wanted
        .filter(({ endpoint, slots }) => (found.get(endpoint.id)?.length ?? 0) < slots)
        .map(({ endpoint }) => endpoint.id),
    };
  }

  /** Gives back what was claimed and not sent. It counts as no attempt. */
  async release(ids: readonly string[], afterMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE deliveries SET due_at = now() + ${afterMs}::float8 * interval '1 millisecond'
      WHERE id = ANY(${[...ids]}::uuid[]) AND due_at IS NOT NULL`;
  }

  private takeInOrder(wanted: readonly Slots[]): Promise<Row[]> {
    const ids = wanted.map(({ endpoint }) => endpoint.id);
    return inOrder(this.prisma, ids, (tx) => tx.$queryRaw<Row[]>(this.statement(wanted)));
  }

  /**
   * A rate limit is kept here, where all workers come by, as a virtual clock that each delivery moves on (GCRA): up to a
   * second's worth may go at once. Ids that a row brings along are named once more as an array: only then are they looked
   * up whatever the planner, which cannot know how many there will be, thinks of reading the table instead.
   */
  private statement(wanted: readonly Slots[]): Prisma.Sql {
    const ids = wanted.map(({ endpoint }) => endpoint.id);
    const slots = wanted.map((each) => each.slots);
    return Prisma.sql`
      WITH limited AS MATERIALIZED (
        SELECT id, paced_until FROM endpoints WHERE id = ANY(${ids}::uuid[]) AND rate_limit IS NOT NULL
        ORDER BY id FOR NO KEY UPDATE
      ), lane AS (
        SELECT e.id, e.version, e.failing_since, e.api_version, e.payload, e.ownership, e.rate_limit,
          CASE WHEN e.rate_limit IS NULL THEN wanted.slots ELSE least(wanted.slots, floor(
            (extract(epoch FROM now() - greatest(limited.paced_until, now()))
              + greatest(1, 60.0 / e.rate_limit)) * e.rate_limit / 60)) END::int AS slots
        FROM unnest(${ids}::uuid[], ${slots}::int[]) AS wanted(id, slots)
        JOIN endpoints e ON e.id = wanted.id LEFT JOIN limited ON limited.id = e.id
        WHERE e.enabled AND NOT e.paused AND e.deleted_at IS NULL
          AND (e.held_until IS NULL OR e.held_until <= now())
      ), candidate AS (
        SELECT lane.*, d.id AS delivery_id,
          d.order_key IS NOT NULL AND d.order_key <> ${PING_TYPE} AND EXISTS (
            SELECT FROM deliveries earlier
            WHERE earlier.endpoint_id = lane.id AND earlier.order_key = d.order_key
              AND earlier.due_at IS NOT NULL AND earlier.position < d.position) AS parked
        FROM lane CROSS JOIN LATERAL (
          SELECT id, order_key, position FROM deliveries
          WHERE endpoint_id = lane.id AND due_at <= now()
            AND (lane.ownership <> 'unproved' OR order_key = ${PING_TYPE} AND type = ${PING_TYPE})
          ORDER BY due_at LIMIT greatest(lane.slots, 0) FOR UPDATE SKIP LOCKED) AS d
      ), claimed AS (
        UPDATE deliveries d SET due_at = now() + interval '1 millisecond'
          * CASE WHEN c.parked THEN ${PARKED_MS}::float8 ELSE ${this.leaseMs}::float8 END
        FROM candidate c WHERE d.id = ANY(ARRAY(SELECT delivery_id FROM candidate)) AND d.id = c.delivery_id
        RETURNING d.id, d.event_id, d.endpoint_id, d.attempts, d.earlier, d.order_key, c.parked, c.version,
          c.failing_since, c.api_version, c.payload, c.ownership
      ), paced AS (
        UPDATE endpoints e SET paced_until =
          greatest(e.paced_until, now()) + taken.count * interval '1 minute' / e.rate_limit
        FROM (SELECT endpoint_id, count(*) FROM claimed WHERE NOT parked GROUP BY endpoint_id) AS taken
        WHERE e.id = taken.endpoint_id AND e.rate_limit IS NOT NULL
      )
      SELECT c.id, c.attempts + 1 AS number, c.earlier, c.order_key AS "orderKey", c.parked,
        c.endpoint_id AS "endpointId", c.version AS "endpointVersion", c.ownership = 'unproved' AS unproved,
        c.failing_since AS "failingSince", event.id AS "eventId", event.type, event.subject,
        CASE WHEN c.payload = 'full' OR event.type = ${PING_TYPE} THEN event.data END AS data,
        CASE WHEN c.payload = 'full' THEN event.versions END AS versions, c.api_version AS "apiVersion",
        event.created_at AS "publishedAt", event.request_id AS "requestId", event.traceparent
      FROM claimed c JOIN published_events event
        ON event.id = ANY(ARRAY(SELECT event_id FROM claimed)) AND event.id = c.event_id`;
  }
}
