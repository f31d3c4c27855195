import type { Stage } from './stage.js';
import type { Contender } from './team.js';

/** Those that are measured, in the order of a round. */
export const CONTENDERS = {
  hookline: {
    title: 'Hookline',
    script: 'hookline.ts',
    open: 'SELECT id FROM deliveries WHERE due_at IS NOT NULL LIMIT 1',
    tables: 'published_events, deliveries, delivery_attempts',
  },
  pgboss: {
    title: 'pg-boss job, axios, UPDATE',
    script: 'pgboss.ts',
    open: "SELECT id FROM contender_deliveries WHERE status <> 'delivered' LIMIT 1",
    tables: 'contender_deliveries, contender_boss.job',
  },
  bullmq: {
    title: 'BullMQ job, axios, UPDATE',
    script: 'bullmq.ts',
    open: "SELECT id FROM contender_deliveries WHERE status <> 'delivered' LIMIT 1",
    tables: 'contender_deliveries',
  },
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;

/** Those that run on this machine. */
export function contendersHere({ redis }: Stage): ContenderName[] {
  return (Object.keys(CONTENDERS) as ContenderName[]).filter((name) => name !== 'bullmq' || redis);
}
