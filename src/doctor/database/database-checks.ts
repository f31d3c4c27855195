import type { Client } from 'pg';
import { z } from 'zod';
import type { PlatformConfig } from '../../platform/config/platform.config.js';
import { BESIDE_HANDLERS, REQUEST_CONNECTIONS } from '../../platform/database/prisma.service.js';
import { JOB_CONNECTIONS } from '../../platform/jobs/jobs.service.js';
import { MAX_COMMITS } from '../../webhooks/ingest/webhook-writer.js';
import { clockFinding } from '../clock-finding.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import { migrationFindings } from './migration-check.js';
import type { OpenedDatabase } from './opened-database.js';
import { poolerFinding } from './pooler-check.js';

/** PostgreSQL 14, as in `server_version_num`. */
const OLDEST_VERSION = 140_000;

/** What the server says of itself. Times by its clock, in ms; `others`: connections that are not Hookline's. */
const facts = z.object({
  version: z.string(),
  version_number: z.number(),
  now_ms: z.number(),
  read_only: z.boolean(),
  may_create: z.boolean(),
  /** Whether Hookline's tables are there and this user may write to them; null before the first migration. */
  may_use: z.boolean().nullable(),
  /** Whether this user may change them; null before the first migration. */
  owns: z.boolean().nullable(),
  synchronous_commit: z.string(),
  fsync: z.string(),
  max_connections: z.number(),
  others: z.number(),
});
type Facts = z.output<typeof facts>;

const FACTS = `
  SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
    current_setting('server_version_num')::int AS version_number,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms,
    current_setting('transaction_read_only')::boolean AS read_only,
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
      AND (to_regnamespace('pgboss') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')) AS may_create,
    has_table_privilege(to_regclass('webhook_events'), 'SELECT')
      AND has_table_privilege(to_regclass('webhook_events'), 'INSERT') AS may_use,
    (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('webhook_events')) AS owns,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('fsync') AS fsync,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS max_connections,
    (SELECT count(*) FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name NOT LIKE 'hookline%')::int AS others`;

/** The database, from whether it answers to whether it keeps what it was given. Nothing in it is changed. */
export async function databaseFindings(
  database: OpenedDatabase | undefined,
  config: PlatformConfig,
): Promise<readonly Finding[]> {
  if (!database) return [skip('database', 'there is none to be asked yet')];
  if ('problem' in database) return [fail('database', database.problem, remedyOf(database.code))];
  const { client, url } = database;
  const askedAtMs = Date.now();
  const { rows } = await client.query(FACTS);
  const server = facts.parse(rows[0]);
  // Half-way between question and answer is when the server looked at its clock, give or take.
  const aheadMs = server.now_ms - (askedAtMs + Date.now()) / 2;
  return [
    reachableFinding(client, server),
    versionFinding(server),
    rightsFinding(client, server),
    // Who may not use the tables may not read what was applied either.
    ...(server.may_use === false ? [] : await migrationFindings(client)),
    connectionsFinding(server, config),
    durabilityFinding(server),
    await poolerFinding(client, url),
    clockFinding('clock.database', 'the database', aheadMs),
  ];
}

/** What PostgreSQL's refusals ask for. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function remedyOf(code: string | undefined): string {
  if (code === '28P01' || code === '28000') return 'Correct user and password in DATABASE_URL.';
  if (code === '3D000') return 'Create that database, or correct its name in DATABASE_URL.';
  // A pooler that does not pass on what a connection asks for (PgBouncer's ignore_startup_parameters).
  if (code === '08P01') return 'Let DATABASE_URL lead to PostgreSQL itself: the pooler refuses our settings.';
  if (code === '53300') return 'Raise max_connections, or end what holds connections.';
  return 'Check host and port in DATABASE_URL, and that PostgreSQL is running there.';
}

function reachableFinding({ host, port, database }: Client, { read_only: isReadOnly }: Facts): Finding {
  const found = `${database ?? ''} on ${host}:${port}`;
  if (!isReadOnly) return ok('database', found);
  return fail(
    'database',
    `${found} is read-only`,
    'Name the primary server in DATABASE_URL: nothing could be stored.',
  );
}

function versionFinding({ version, version_number: number }: Facts): Finding {
  const found = `PostgreSQL ${version}`;
  if (number >= OLDEST_VERSION) return ok('database.version', found);
  return fail('database.version', found, 'Update PostgreSQL to 14 or later.');
}

function rightsFinding(
  { user = '', database = '' }: Client,
  { may_use: mayUse, owns, may_create: mayCreate }: Facts,
): Finding {
  const check = 'database.rights';
  if (mayUse === false) {
    return fail(
      check,
      `${user} may not use Hookline’s tables`,
      'Name their owner in DATABASE_URL, or grant the rights that docs/security.md lists under "The audit log".',
    );
  }
  if (owns === false) {
    return ok(check, `${user} may use the tables, not migrate them: their owner runs hookline migrate`);
  }
  if (mayCreate) return ok(check, `${user} may create tables`);
  return fail(
    check,
    `${user} may not create tables, which migrations do`,
    `GRANT CREATE ON DATABASE ${database} TO ${user}, and GRANT CREATE ON its SCHEMA public.`,
  );
}

function connectionsFinding(
  { max_connections: most, others }: Facts,
  { workerConcurrency }: PlatformConfig,
): Finding {
  const needed = REQUEST_CONNECTIONS + workerConcurrency + BESIDE_HANDLERS + JOB_CONNECTIONS + MAX_COMMITS;
  const processes = Math.max(0, Math.floor((most - others) / needed));
  const found = `${most} connections, ${others} in use by others: room for ${processes} processes of up to ${needed}`;
  const fix = 'Raise max_connections of PostgreSQL, or lower WORKER_CONCURRENCY.';
  if (processes === 0) return fail('database.connections', found, fix);
  // While a new version is rolled out, old and new run side by side.
  if (processes === 1) return warn('database.connections', found, `${fix} An update needs room for two.`);
  return ok('database.connections', found);
}

function durabilityFinding({ synchronous_commit: commit, fsync }: Facts): Finding {
  const check = 'database.durability';
  if (fsync === 'off') {
    return warn(check, 'fsync is off: a crash may destroy the database', 'Set fsync=on in postgresql.conf.');
  }
  if (commit === 'off') {
    return warn(
      check,
      'synchronous_commit is off: a crash loses what was accepted just before',
      'Set synchronous_commit=on in postgresql.conf, for the database, or for its user.',
    );
  }
  return ok(check, `a commit is on disk when it returns (synchronous_commit is ${commit})`);
}
