import type { Client } from 'pg';
import { ok, warn, type Finding } from '../finding.js';
import { openDatabase } from './opened-database.js';

const CHECK = 'database.pooler';
const PID = 'SELECT pg_backend_pid() AS pid';

/**
 * Whether a pooler hands one connection of the server to several of ours in turn (PgBouncer's transaction mode): LISTEN,
 * advisory locks and prepared statements then get lost. It shows when a second connection, in a transaction, gets the
 * server process that the first one had, which is still connected.
 */
export async function poolerFinding(first: Client, url: string): Promise<Finding> {
  const before = await pidOf(first);
  const second = await openDatabase(url);
  if ('problem' in second) {
    return warn(
      CHECK,
      'a second connection is refused',
      'Allow more connections for this user (53300, CONNECTION LIMIT).',
    );
  }
  try {
    await second.client.query('BEGIN');
    if ((await pidOf(second.client)) !== before) return ok(CHECK, 'each connection has a session of its own');
    return warn(
      CHECK,
      'a pooler shares sessions between transactions',
      'Let DATABASE_URL lead to PostgreSQL itself, or set pool_mode=session in PgBouncer: LISTEN and locks need a session.',
    );
  } finally {
    await second.client.end();
  }
}

async function pidOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(PID);
  return rows[0]?.pid;
}
