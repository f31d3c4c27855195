import type { PrismaClient } from '../../platform/database/generated/client.js';
import type { Transaction } from '../../platform/database/prisma.service.js';

/**
 * Runs `work` while nobody else claims or settles ordered deliveries of these endpoints: whoever steps behind another in
 * its line and whoever calls the next one each see what the other has done.
 */
export function inOrder<T>(
  prisma: Pick<PrismaClient, '$transaction'>,
  endpointIds: Iterable<string>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const ids = [...new Set(endpointIds)].toSorted(); // all in one order, so that none waits for one who waits for it
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('delivery-order:' || id, 0)) FROM unnest(${ids}::text[]) AS id`;
    return work(tx);
  });
}
