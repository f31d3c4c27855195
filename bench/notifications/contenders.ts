import type { Stage } from './stage.js';
import type { Contender } from './team.js';

const hookline = {
  script: 'hookline.ts',
  open: "SELECT id FROM notifications WHERE status <> 'sent' LIMIT 1",
  tables: 'notifications, notification_events, outbound_requests, pgboss.job',
};

/** Those that are measured, in the order of a round. */
export const CONTENDERS = {
  hookline: { ...hookline, title: 'Hookline, one by one', way: 'oneByOne' },
  many: { ...hookline, title: 'Hookline, sendToMany', way: 'toMany' },
  pgboss: {
    title: 'pg-boss job and axios, one by one',
    script: 'pgboss.ts',
    way: 'oneByOne',
    open: "SELECT id FROM contender_boss.job WHERE name = 'mails' AND state < 'completed' LIMIT 1",
    tables: 'contender_boss.job',
  },
  bullmq: { title: 'BullMQ job and axios, one by one', script: 'bullmq.ts', way: 'oneByOne' },
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;

/** Those that run on this machine. */
export function contendersHere({ redis }: Stage): ContenderName[] {
  return (Object.keys(CONTENDERS) as ContenderName[]).filter((name) => name !== 'bullmq' || redis);
}
