import type { Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { holdTenant } from './tenant-lock.js';

/** Endpoints of one tenant: every event of it looks at them all. */
const MAX_ENDPOINTS = 1_000;

/**
 * Makes sure that a tenant may have one endpoint more, until the transaction ends: of two that come at once for the last
 * place, one gets it.
 * @throws ApiError CONFLICT
 */
export async function makeSureOfRoom(tenant: string, tx: Transaction): Promise<void> {
  await holdTenant(tenant, tx);
  if ((await tx.endpoint.count({ where: { tenant, deletedAt: null } })) < MAX_ENDPOINTS) return;
  const message = `The tenant has ${MAX_ENDPOINTS} endpoints, and cannot have more. Delete one that is no longer used.`;
  throw new ApiError('CONFLICT', message);
}
