import { RateLimitError } from '../../contracts/errors.js';
import type { Transaction } from '../../platform/database/prisma.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { PING_TYPE } from '../events/event-type-names.js';
import { holdTenant } from './tenant-lock.js';

/** More than anybody needs who tries out an endpoint, and nothing that a stranger's server would feel. */
const MAX_PINGS = 30;

const WITHIN_MINUTES = 10;
const WITHIN_MS = WITHIN_MINUTES * 60_000;

interface Pings {
  readonly count: number;
  readonly first: Date | null;
}

/**
 * Makes sure that a tenant may have one URL more pinged that it has not proved to be its own: it may name anybody's. It
 * may not when it had 30 within ten minutes, over all its endpoints, deleted ones among them.
 * @throws RateLimitError
 */
export async function boundStrangerPings(tenant: string, tx: Transaction): Promise<void> {
  await holdTenant(tenant, tx);
  const now = Date.now();
  const [pings] = await tx.$queryRaw<Pings[]>`
    SELECT count(*)::int AS count, min(ping.created_at) AS first
    FROM published_events ping JOIN endpoints e ON e.id = ping.endpoint_id
    WHERE ping.tenant = ${tenant} AND ping.id >= ${firstIdAt(new Date(now - WITHIN_MS))}::uuid
      AND ping.type = ${PING_TYPE} AND e.ownership <> 'vouched'`;
  if (!pings?.first || pings.count < MAX_PINGS) return;
  throw new RateLimitError(
    `${MAX_PINGS} pings within ${WITHIN_MINUTES} minutes went to endpoints of the tenant that have to prove themselves. ` +
      'Wait some minutes before the next.',
    { provider: 'hookline', operation: 'endpoints.ping' },
    pings.first.getTime() + WITHIN_MS - now,
  );
}
