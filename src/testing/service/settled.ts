import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaService } from '../../platform/database/prisma.service.js';

/** How often it looks, in ms. */
const POLL_MS = 25;

/** Names a kind of work, and how much of it is left. */
interface Left {
  what: string;
  count: number;
}

/**
 * Waits until nothing is left to do in the background: webhook events, messages, deliveries, requests to the external API,
 * and jobs that are due. What waits to be tried again counts as left; what is dead does not.
 * @param isQuiet whether nothing is on its way from outside, either
 * @throws Error that says what is left after `withinMs`
 */
export async function settled(
  prisma: PrismaService,
  withinMs: number,
  isQuiet: () => boolean = () => true,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (let quietLooks = 0; quietLooks < 2; await sleep(POLL_MS)) {
    const quiet = isQuiet();
    const left = await leftOver(prisma);
    // Twice in a row: between two looks, a finished step may have handed over to the next.
    quietLooks = quiet && left.length === 0 ? quietLooks + 1 : 0;
    if (quietLooks < 2 && Date.now() > deadline) {
      const parts = left.map(({ what, count }) => `${count} ${what}`);
      if (!quiet) parts.push('webhooks of stand-ins');
      throw new Error(`Not settled within ${withinMs} ms: ${parts.join(', ') || 'work keeps coming'} left.`);
    }
  }
}

async function leftOver(prisma: PrismaService): Promise<Left[]> {
  return prisma.$queryRaw<Left[]>`
    SELECT what, count FROM (
      SELECT 'webhook events' AS what, count(*)::int AS count FROM webhook_events WHERE status IN ('pending', 'failed')
      UNION ALL SELECT 'notifications', count(*)::int FROM notifications WHERE status = 'queued'
      UNION ALL SELECT 'deliveries', count(*)::int FROM deliveries WHERE status IN ('pending', 'failed')
      UNION ALL SELECT 'external requests', count(*)::int FROM external_requests
        WHERE status IN ('queued', 'processing') OR callback_status = 'pending'
      UNION ALL SELECT 'jobs', count(*)::int FROM pgboss.job
        WHERE NOT starts_with(name, '__') AND (state = 'active' OR (state < 'active' AND start_after <= now()))
    ) AS work WHERE count > 0`;
}
