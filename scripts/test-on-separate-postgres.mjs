import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import './typescript-imports.mjs';

/*
 * Runs the tests against a PostgreSQL that is not theirs, as DATABASE_URL would have it in production: the one that
 * TEST_DATABASE_URL names, else one on this machine's usual port, else one that is started for the occasion.
 */

const LOCAL = 'postgresql://postgres@127.0.0.1:5432/postgres';

/** Tests that bring their own server, whatever DATABASE_URL says, or are about pages and the wire: they would show nothing new. */
const NOTHING_NEW = [
  'test/start.spec.ts',
  'test/cluster/**',
  'test/browser/**',
  'test/faults/{database,full-disk}.spec.ts',
  'src/platform/database/embedded-postgres.spec.ts',
  'src/{apis,cli,providers,sandbox}/**',
  'test/{apis,console,contracts,forgery,portal}/**',
  'test/{deploy,docs,library,migrations,openapi,security,testing}/**',
  'test/{doctor,new-provider,reliability}.spec.ts',
  'examples/**',
];

/** A server takes 100 connections unless told otherwise; some files need forty. */
const WORKERS = 2;

const server = await findServer();
const { version } = await query(server.url, "SELECT current_setting('server_version') AS version");
console.log(`Testing on a separate PostgreSQL ${version}`);
process.exit(await runTests(server.url).finally(server.stop));

async function findServer() {
  for (const url of [process.env.TEST_DATABASE_URL, LOCAL]) {
    if (url && (await mayCreateDatabases(url))) return { url, stop: async () => {} };
  }
  const { startEmbeddedPostgres } = await import('../src/platform/database/embedded-postgres.ts');
  const dataDir = await mkdtemp(join(process.cwd(), '.hookline-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_connections: '200' } });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: postgres.url, stop };
}

async function mayCreateDatabases(url) {
  try {
    const role = await query(url, 'SELECT rolcreatedb AS may FROM pg_roles WHERE rolname = current_user');
    return role.may === true;
  } catch {
    return false; // nobody there, or not for us: the next one is tried
  }
}

async function query(url, sql) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

function runTests(url) {
  const args = [
    'test',
    '--',
    `--maxWorkers=${WORKERS}`,
    ...NOTHING_NEW.flatMap((files) => ['--exclude', files]),
    ...process.argv.slice(2),
  ];
  const tests = spawn('npm', args, { stdio: 'inherit', env: { ...process.env, DATABASE_URL: url } });
  return new Promise((resolve) => tests.on('exit', (code) => resolve(code ?? 1)));
}
