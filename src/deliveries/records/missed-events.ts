import { Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { ApiError } from '../../platform/http/api-error.js';
import { LocksService } from '../../platform/locks/locks.service.js';
import { enabledEndpoint } from './enabled-endpoint.js';

/** Events that one transaction looks at. */
const BATCH = 1_000;

/** How long a recovery goes on before it says how far it got, in ms. */
const RECOVER_MS = 5_000;

/** Nobody gives up waiting. */
const NEVER = new AbortController().signal;

/** How far a recovery got. */
export interface RecoveryProgress {
  readonly recovered: number;
  /** Where to go on; `undefined` when it is done. */
  readonly next: string | undefined;
}

interface Batch {
  looked_at: number;
  recovered: number;
  last: string | null;
}

/** Events that an endpoint wants and never got: while it was disabled, or before it was there, none was stored for it. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly prisma: PrismaService,
    private readonly locks: LocksService,
  ) {}

  /**
   * Delivers the tenant's events since a time that the endpoint wants and that were never on their way to it, in the
   * order in which they were published, for {@link RECOVER_MS} at most. To be called again with `next` until there is
   * none. However often, and by however many at once: each event goes to it once.
   * @throws ApiError NOT_FOUND; CONFLICT where the endpoint is disabled, or has not proved itself
   */
  async recover(endpointId: string, since: Date, after?: string): Promise<RecoveryProgress> {
    const { tenant, ownership } = await enabledEndpoint(this.prisma, endpointId);
    if (ownership === 'unproved') throw unproved(endpointId);
    const endsAtMs = performance.now() + RECOVER_MS;
    const first = Prisma.sql`id >= ${firstIdAt(since)}::uuid`;
    let [recovered, next] = [0, after];
    do {
      const range = next === undefined ? first : Prisma.sql`${first} AND id > ${next}::uuid`;
      const batch = await this.recoverBatch(endpointId, tenant, range);
      recovered += batch.recovered;
      next = batch.looked_at === BATCH && batch.last !== null ? batch.last : undefined;
    } while (next !== undefined && performance.now() < endsAtMs);
    return { recovered, next };
  }

  /**
   * One after the other for each endpoint, so that two at once do not both miss the same event. Whoever waits holds no
   * connection meanwhile: many at once would hold all there are.
   */
  private recoverBatch(endpointId: string, tenant: string, range: Prisma.Sql): Promise<Batch> {
    const name = `missed-events:${endpointId.toLowerCase()}`;
    return this.locks.run(name, NEVER, async () => {
      const [batch] = await this.prisma.$queryRaw<Batch[]>`
        WITH event AS MATERIALIZED (
          SELECT id, type, subject, created_at FROM published_events
          WHERE tenant = ${tenant} AND endpoint_id IS NULL AND ${range} ORDER BY id LIMIT ${BATCH}
        ), recovered AS (
          INSERT INTO deliveries (id, event_id, endpoint_id, type, order_key, due_at, created_at)
          SELECT (left(event.id::text, 19) || substr(gen_random_uuid()::text, 20))::uuid,
            event.id, e.id, event.type, CASE WHEN e.ordered THEN event.subject END, now(), event.created_at
          FROM event JOIN endpoints AS e ON e.id = ${endpointId}::uuid
          WHERE e.enabled AND e.deleted_at IS NULL AND e.ownership <> 'unproved'
            AND EXISTS (SELECT FROM unnest(e.event_types) AS pattern WHERE pattern IN ('*', event.type)
              OR (right(pattern, 2) = '.*' AND starts_with(event.type, left(pattern, -1))))
            AND NOT EXISTS (SELECT FROM deliveries AS d WHERE d.event_id = event.id AND d.endpoint_id = e.id)
          ORDER BY event.id
          RETURNING id
        )
        SELECT (SELECT count(*)::int FROM event) AS looked_at, (SELECT count(*)::int FROM recovered) AS recovered,
          (SELECT id::text FROM event ORDER BY id DESC LIMIT 1) AS last`;
      if (!batch) throw new Error('PostgreSQL did not say how many events were recovered.');
      return batch;
    });
  }
}

function unproved(id: string): ApiError {
  return new ApiError(
    'CONFLICT',
    `The endpoint ${id} has not proved itself: it gets events once it has answered its ping with the challenge ` +
      `in it. Send it another by POST /v1/endpoints/${id}/ping.`,
  );
}
