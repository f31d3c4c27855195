/** One way to take webhooks, and where it keeps them. */
export interface Contender {
  /** As the tables name it. */
  title: string;
  /** Below `contenders/`. */
  script: string;
  /** The id and the provider's id of each event whose id at the provider begins with $1. */
  stored: string;
  /** The ids of the events that there are jobs for. Without it, its process is asked. */
  owed?: string;
  /** What is emptied before each round. */
  tables: string;
}

const hookline = {
  script: 'hookline.ts',
  stored: 'SELECT id, external_id FROM webhook_events WHERE starts_with(external_id, $1)',
  owed: "SELECT jsonb_array_elements_text(data -> 'eventIds') FROM pgboss.job WHERE name = 'webhook-events'",
};
const ownTable = 'SELECT id, external_id FROM contender_events WHERE starts_with(external_id, $1)';

export const CONTENDERS = {
  hookline: {
    ...hookline,
    title: 'Hookline',
    tables: 'webhook_events, webhook_payloads, webhook_handler_runs, pgboss.job',
  },
  /** Hookline on a database of its own, in which the events of earlier months stay. */
  full: { ...hookline, title: 'Hookline, full', tables: 'pgboss.job' },
  bullmq: {
    title: 'Nest, Prisma, BullMQ',
    script: 'nest-bullmq.ts',
    stored: ownTable,
    tables: 'contender_events',
  },
  pgboss: {
    title: 'Nest, Prisma, pg-boss',
    script: 'nest-pgboss.ts',
    stored: ownTable,
    owed: "SELECT data ->> 'eventId' FROM contender_boss.job WHERE name = 'stripe-events'",
    tables: 'contender_events, contender_boss.job',
  },
  statement: {
    title: 'Fastify, one statement',
    script: 'fastify-statement.ts',
    stored: ownTable,
    owed: 'SELECT event_id FROM contender_jobs',
    tables: 'contender_events, contender_jobs',
  },
  group: {
    title: 'Fastify, group commit',
    script: 'fastify-group-commit.ts',
    stored: ownTable,
    owed: 'SELECT event_id FROM contender_jobs',
    tables: 'contender_events, contender_jobs',
  },
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;
