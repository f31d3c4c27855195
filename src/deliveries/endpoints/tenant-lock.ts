import type { Transaction } from '../../platform/database/prisma.service.js';

/** Until the transaction ends, nobody else counts what a tenant has and adds to it. */
export async function holdTenant(tenant: string, tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('endpoints-of:' || ${tenant}, 0))`;
}
