import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { PING_TYPE } from '../events/event-type-names.js';

/** An endpoint that may be sent something now. */
export interface DueEndpoint {
  readonly id: string;
  readonly tenant: string;
  readonly ordered: boolean;
}

/** Finds the endpoints for which something is due. */
@Injectable()
export class DueEndpoints {
  constructor(private readonly prisma: BackgroundPrismaService) {}

  /**
   * All that may be sent something now. It leaps along the queue's index from each endpoint to the next, so
   * that it costs one look for each endpoint, however much waits for it.
   */
  find(): Promise<DueEndpoint[]> {
    return this.prisma.$queryRaw<DueEndpoint[]>`
      WITH RECURSIVE waiting AS (
        (SELECT endpoint_id, due_at FROM deliveries WHERE due_at IS NOT NULL ORDER BY endpoint_id, due_at LIMIT 1)
        UNION ALL
        SELECT next.endpoint_id, next.due_at FROM waiting CROSS JOIN LATERAL (
          SELECT endpoint_id, due_at FROM deliveries
          WHERE due_at IS NOT NULL AND endpoint_id > waiting.endpoint_id
          ORDER BY endpoint_id, due_at LIMIT 1) AS next
      )
      SELECT e.id, e.tenant, e.ordered FROM waiting JOIN endpoints e ON e.id = waiting.endpoint_id
      WHERE waiting.due_at <= now() AND e.enabled AND NOT e.paused AND e.deleted_at IS NULL
        AND (e.held_until IS NULL OR e.held_until <= now())
        AND (e.rate_limit IS NULL OR e.paced_until IS NULL
          OR e.paced_until <= now() + greatest(interval '1 second' - interval '1 minute' / e.rate_limit, interval '0'))
        AND (e.ownership <> 'unproved' OR EXISTS (
          SELECT FROM deliveries ping
          WHERE ping.endpoint_id = e.id AND ping.order_key = ${PING_TYPE} AND ping.due_at <= now()))`;
  }
}
