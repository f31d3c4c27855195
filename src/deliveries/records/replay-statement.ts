import { Prisma } from '../../platform/database/generated/client.js';
import { PING_TYPE } from '../events/event-type-names.js';

/**
 * Makes deliveries due now, with all their attempts before them again, and returns the `id` of each. Those that wait for
 * their turn are left as they are, and so is everything of an endpoint that is disabled or deleted, and pings of one that
 * has not proved itself: those are made anew, and counted.
 *
 * One that is being sent at the moment looks like one that waits for its next attempt. It may then be sent twice, under
 * one `webhook-id`, as any may.
 */
export function replayStatement(ids: readonly string[]): Prisma.Sql {
  // Locked in the order of ids, so that nobody waits in a circle with those who replay the same ones.
  return Prisma.sql`
    WITH locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY(${ids}::uuid[]) AND status <> 'pending' ORDER BY id FOR UPDATE
    )
    UPDATE deliveries AS delivery SET status = 'pending', earlier = delivery.attempts, due_at = now()
    FROM locked, endpoints AS endpoint
    WHERE delivery.id = locked.id AND endpoint.id = delivery.endpoint_id
      AND endpoint.enabled AND endpoint.deleted_at IS NULL
      AND (endpoint.ownership <> 'unproved' OR delivery.type <> ${PING_TYPE})
    RETURNING delivery.id`;
}
