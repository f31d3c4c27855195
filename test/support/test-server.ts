import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeIdentifier } from 'pg';
import {
  findRunningEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { isAlive } from '../../src/platform/database/postmaster.js';
import { compileForTests } from './compiled.js';
import { databaseUrl, onServer, testRun, type TestRun } from './test-database.js';

/** Where the data of each run lives, in a folder named after its process. */
const runsFolder = fileURLToPath(new URL('../../.hookline-test', import.meta.url));
const dataDir = join(runsFolder, String(process.pid));
const compiledFolder = join(runsFolder, `${process.pid}-compiled`);

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
  await rm(compiledFolder, { recursive: true, force: true });
  if (embedded) {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
    return;
  }
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
  await removeDeadRuns();
  embedded = await startEmbeddedPostgres({ dataDir, settings });
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
  await migrate(databaseUrl(run, template));
}

/** A run that was killed had no teardown: its server still runs, and its data is still there. */
async function removeDeadRuns(): Promise<void> {
  const runs = (await readdir(runsFolder).catch(() => [])).filter((name) => /^\d+(-compiled)?$/.test(name));
  for (const run of runs.filter((name) => !isAlive(Number.parseInt(name, 10)))) {
    const left = join(runsFolder, run);
    if (await findRunningEmbeddedPostgres(left))
      await (await startEmbeddedPostgres({ dataDir: left })).stop();
    await rm(left, { recursive: true, force: true });
  }
}
