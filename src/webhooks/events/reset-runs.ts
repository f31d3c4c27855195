import type { Transaction } from '../../platform/database/prisma.service.js';

/**
 * Makes the runs of events anew that have not succeeded, or all of an event's when all have; attempts are counted from
 * one again. The events are locked by the caller. Those whose payload was erased stay as they are.
 * @returns the ids of the events that wait for their handlers now
 */
export async function resetRuns(tx: Transaction, eventIds: readonly string[]): Promise<string[]> {
  const events = await tx.$queryRaw<{ id: string }[]>`
    UPDATE webhook_events SET status = 'pending', processed_at = NULL
    WHERE id = ANY(${eventIds}::uuid[]) AND erased_at IS NULL RETURNING id`;
  const ids = events.map(({ id }) => id).toSorted();
  await tx.$executeRaw`
    UPDATE webhook_handler_runs AS run SET status = 'pending', attempts = 0, next_attempt_at = NULL
    WHERE event_id = ANY(${ids}::uuid[]) AND (
      status NOT IN ('processed', 'superseded') OR NOT EXISTS (
        SELECT 1 FROM webhook_handler_runs AS other
        WHERE other.event_id = run.event_id AND other.status NOT IN ('processed', 'superseded')))`;
  return ids;
}
