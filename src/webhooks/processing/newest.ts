import type { Transaction } from '../../platform/database/prisma.service.js';

/**
 * Whether an event is at least as new as the newest that a handler has applied for this key; then it is the newest from
 * here on. Others of the same key wait until the transaction ends. Events of the same moment are applied as they come.
 */
export async function becomesNewest(
  tx: Transaction,
  handler: string,
  key: string,
  { id, occurredAt, receivedAt }: { id: string; occurredAt: Date | undefined; receivedAt: Date },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    INSERT INTO webhook_newest AS newest (handler, key, event_id, occurred_at)
    VALUES (${handler}, ${key}, ${id}::uuid, ${occurredAt ?? receivedAt})
    ON CONFLICT (handler, key) DO UPDATE SET event_id = excluded.event_id, occurred_at = excluded.occurred_at
      WHERE newest.occurred_at <= excluded.occurred_at`;
  return written > 0;
}
