import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { isDriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { errorMessage } from '../errors/error-facts.js';
import { concurrentIndexOf, type ConcurrentIndex } from './concurrent-index.js';

/**
 * How long a statement waits for a table, in ms, while everybody else queues up behind it. Less than PostgreSQL's
 * `deadlock_timeout` (1 s): of a migration and a request that wait for each other, the migration gives in.
 */
const LOCK_TIMEOUT_MS = 500;

/** Some two minutes, with the pauses: whoever holds a table for longer has to be found and asked. */
const TRIES = 60;
const PAUSE_MS = 1_500;

/** lock_not_available and deadlock_detected: nothing is wrong with the script, and it has changed nothing. */
const IN_THE_WAY = new Set(['55P03', '40P01']);

/**
 * Prisma's adapter for PostgreSQL, made fit for migrations of a database that is in use. Its own way of running a script is to cut
 * it at every semicolon, inside functions and texts too, and to send the pieces one by one: what fails halfway stays half done.
 * Here the script goes as one query, which PostgreSQL runs as one transaction; it gives way to whoever uses its tables, and tries
 * again. A script that is one `CREATE INDEX CONCURRENTLY` runs outside a transaction and waits for as long as it takes.
 */
export class MigrationAdapter extends PrismaPg {
  /** The script that failed last, and PostgreSQL's own words about it; the engine puts them differently. */
  failure: { script: string; reason: string } | undefined;

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      const index = concurrentIndexOf(script);
      try {
        await (index ? buildIndex(adapter, index, script) : runInTransaction(adapter, script));
      } catch (error) {
        this.failure = { script, reason: reasonOf(error) };
        throw error;
      }
    };
    return adapter;
  }
}

async function runInTransaction(adapter: SqlDriverAdapter, script: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await run(adapter, `SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};\n${script}`);
      return;
    } catch (error) {
      if (!isInTheWay(error) || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** A build that is killed or fails leaves an INVALID index: no query uses it, and each write maintains it. It goes. */
async function buildIndex(adapter: SqlDriverAdapter, index: ConcurrentIndex, script: string): Promise<void> {
  await dropInvalid(adapter, index);
  try {
    await run(adapter, script);
  } catch (error) {
    await dropInvalid(adapter, index);
    throw error;
  }
}

async function dropInvalid(adapter: SqlDriverAdapter, { name }: ConcurrentIndex): Promise<void> {
  const { rows } = await adapter.queryRaw({
    sql: 'SELECT 1 FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid',
    args: [name],
    argTypes: [{ scalarType: 'string', arity: 'scalar' }],
  });
  if (rows.length > 0) await run(adapter, `DROP INDEX CONCURRENTLY ${name}`);
}

/** Without arguments it is sent as a simple query, the only kind that may hold several statements. */
async function run(adapter: SqlDriverAdapter, sql: string): Promise<void> {
  await adapter.executeRaw({ sql, args: [], argTypes: [] });
}

function isInTheWay(error: unknown): boolean {
  return isDriverAdapterError(error) && IN_THE_WAY.has(error.cause.originalCode ?? '');
}

function reasonOf(error: unknown): string {
  if (isDriverAdapterError(error)) return error.cause.originalMessage ?? error.message;
  return errorMessage(error);
}
