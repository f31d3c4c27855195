import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { escapeIdentifier } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { compileForTests } from './compiled.js';
import { compiledFolder, removeDeadRuns, removeRun, runFolder } from './run-folder.js';
import { databaseUrl, onServer, testRun, type TestRun } from './test-database.js';

/** Made for speed: this data is thrown away, never opened after a crash. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

let embedded: EmbeddedPostgres | undefined;

/** One server for the run, and in it a migrated template that every test database is copied from. */
export async function startTestServer(): Promise<void> {
  await removeDeadRuns();
  await compileForTests(compiledFolder);
  const ownServer = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const run: TestRun = {
    serverUrl: ownServer ?? (await startServer()),
    prefix: `hookline_test_${process.pid}_${Date.now()}`,
  };
  testRun.write(run);
  try {
    await createTemplate(run);
  } catch (error) {
    await stopTestServer().catch(() => {});
    throw error;
  }
}

/** Removes everything that the run made, whatever its tests left behind. */
export async function stopTestServer(): Promise<void> {
  if (embedded) await embedded.stop();
  else await removeDatabases();
  await removeRun();
}

async function removeDatabases(): Promise<void> {
  await onServer(testRun.read(), async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [testRun.read().prefix],
    );
    for (const { datname } of rows)
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(datname)} WITH (FORCE)`);
  });
}

async function startServer(): Promise<string> {
  embedded = await startEmbeddedPostgres({ dataDir: join(runFolder, 'server'), settings });
  return embedded.url;
}

async function createTemplate(run: TestRun): Promise<void> {
  const template = testRun.templateOf(run);
  await onServer(run, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${escapeIdentifier(template)}`);
    } catch (cause) {
      throw new Error(
        `The tests cannot create databases on ${client.host}:${client.port} as ${client.user ?? ''}: ` +
          'give this role CREATEDB, or unset TEST_DATABASE_URL and DATABASE_URL to test on the embedded PostgreSQL.',
        { cause },
      );
    }
  });
  const url = databaseUrl(run, template);
  await migrate(url);
  // As a first start leaves it: pg-boss makes its own tables, and would make them anew for each of the copies.
  const boss = new PgBoss(url);
  await boss.start();
  await boss.stop({ graceful: false });
}
