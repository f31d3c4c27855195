import type { Transaction } from '../../platform/database/prisma.service.js';

/**
 * Takes events and their runs for this transaction, except those at which a handler is running right now.
 *
 * Everybody takes the runs first, without waiting, and their events after them, in the order of their ids: so nobody
 * waits in a circle. The very first run of a handler has no row yet, and is not noticed.
 * @returns the ids of those that were taken
 */
export async function lockEvents(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const busy = await tx.$queryRaw<{ event_id: string }[]>`
    WITH taken AS MATERIALIZED (
      SELECT event_id, handler FROM webhook_handler_runs WHERE event_id = ANY(${ids}::uuid[])
      FOR UPDATE SKIP LOCKED
    )
    SELECT event_id FROM webhook_handler_runs AS run WHERE event_id = ANY(${ids}::uuid[]) AND NOT EXISTS (
      SELECT 1 FROM taken WHERE taken.event_id = run.event_id AND taken.handler = run.handler)`;
  const skipped = new Set(busy.map(({ event_id }) => event_id));
  const free = ids.filter((id) => !skipped.has(id));
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM webhook_events WHERE id = ANY(${free}::uuid[]) ORDER BY id FOR UPDATE`;
  return locked.map(({ id }) => id);
}
