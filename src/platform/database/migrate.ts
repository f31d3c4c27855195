import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool, escapeIdentifier } from 'pg';
import { errorMessage } from '../errors/error-facts.js';
import { missingMigrations } from './applied-migrations.js';
import { inItsSchema, schemaOf } from './database-schema.js';
import { MigrationAdapter } from './migration-adapter.js';
import { everything, openSchemaEngine, prismaFolder, readMigrations } from './schema-engine.js';

export interface MigrateOptions {
  /** Told what is applied, and when another start is waited for. @default nobody */
  log?: (message: string) => void;
  /** Folder with `schema.prisma` and `migrations/`. @default the package's own */
  folder?: string;
}

/** Only one start migrates a database at a time. The number is arbitrary. */
const MIGRATION_LOCK = 4_665_326;

const CONNECT_TIMEOUT_MS = 10_000;

/** How often who waits looks whether the other is done, in ms. */
const POLL_MS = 200;

/**
 * Brings the database to the newest schema, and resolves to the names of the migrations that this call applied. Of several
 * calls at once, one migrates and the others wait for it. A database of a newer version is left as it is.
 *
 * Throws a sentence naming host and database when they cannot be reached, or the migration that failed and why.
 */
export async function migrate(
  databaseUrl: string,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const { log = () => {}, folder = prismaFolder } = options;
  const lock = await connect(databaseUrl);
  try {
    await acquireLock(lock, log);
    if (await isUpToDate(lock, folder)) return { applied: [] };
    await createSchema(lock, schemaOf(databaseUrl));
    const applied = await applyMigrations(databaseUrl, folder);
    for (const name of applied) log(`Migration ${name} is applied.`);
    return { applied };
  } finally {
    await lock.end();
  }
}

/**
 * The lock belongs to the connection, so that it is free again when its holder is killed. It is asked for again and again: a
 * statement that waits for it would have a snapshot, which the building of an index waits for in turn.
 */
async function acquireLock(client: Client, log: (message: string) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { rows } = await client.query<{ acquired: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS acquired',
      [MIGRATION_LOCK],
    );
    if (rows[0]?.acquired) return;
    if (tries === 1) log('Another start is migrating the database. Waiting for it.');
    await sleep(POLL_MS);
  }
}

/** Most starts find nothing to do, which one query tells: the engine would take 30 MB and a tenth of a second for it. */
async function isUpToDate(client: Client, folder: string): Promise<boolean> {
  const { migrationDirectories } = await readMigrations(folder);
  const names = migrationDirectories.map(({ path }) => path);
  return (await missingMigrations(client, names)).length === 0;
}

/** Only if it is not there: a database may have one for us, and no right to make any. */
async function createSchema(client: Client, schema: string | undefined): Promise<void> {
  if (schema === undefined) return;
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount === 0) await client.query(`CREATE SCHEMA ${escapeIdentifier(schema)}`);
}

async function applyMigrations(databaseUrl: string, folder: string): Promise<string[]> {
  const migrationsList = await readMigrations(folder);
  const input = { migrationsList, filters: everything };
  const pool = new Pool({
    connectionString: inItsSchema(databaseUrl),
    application_name: 'hookline migration',
  });
  const adapter = new MigrationAdapter(pool, { schema: schemaOf(databaseUrl) });
  const engine = await openSchemaEngine({ adapter, folder });
  try {
    // A migration that failed or was killed left nothing behind, as it ran in a transaction, or makes up for it: it is tried again.
    const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
      ...input,
      optInToShadowDatabase: false,
    });
    for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  } catch (cause) {
    if (!adapter.failure) throw cause;
    const { script, reason } = adapter.failure;
    const failed = migrationsList.migrationDirectories.find(
      ({ migrationFile: { content } }) => content.value === script,
    );
    throw new Error(
      `The migration ${failed?.path ?? ''} failed and changed nothing (${reason}): solve the cause and start again.`,
      { cause },
    );
  } finally {
    engine.free();
    await pool.end();
  }
}

/** @throws Error naming host, database and user, without the password */
export async function connect(databaseUrl: string): Promise<Client> {
  // Said without the URL, and without a cause that quotes it: there is a password in it.
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Error(
      'DATABASE_URL is not a PostgreSQL URL: write postgresql://user:password@host:5432/database.',
    );
  }
  const client = new Client({
    connectionString: inItsSchema(databaseUrl),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'hookline migration lock',
  });
  // Without a listener, a connection lost while the engine works would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw new Error(
      `Cannot connect to the database ${client.database ?? ''} on ${client.host}:${client.port} as ${client.user ?? ''} ` +
        `(${errorMessage(cause)}): check DATABASE_URL, and that PostgreSQL is running there.`,
      { cause },
    );
  }
}
