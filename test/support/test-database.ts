import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { errorCode } from '../../src/platform/errors/error-facts.js';

/** A migrated database of its own for one test file. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * Creates a database in some 50 ms, by copying the run's migrated template. What is not dropped goes when the run ends.
 *
 * With `migrated: false`, it is empty.
 */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const run = testRun.read();
  const name = `${run.prefix}_${randomUUID().slice(0, 8)}`;
  const template = migrated ? testRun.templateOf(run) : 'template0';
  await onServer(run, (client) =>
    client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`),
  );
  return {
    url: databaseUrl(run, name),
    drop: () => onServer(run, (client) => drop(client, name)),
  };
}

/** An autovacuum at work belongs to the superuser, and may not be ended by others; it is soon over. */
async function drop(client: Client, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
      return;
    } catch (error) {
      if (errorCode(error) !== INSUFFICIENT_PRIVILEGE || tries === 50) throw error;
      await sleep(100);
    }
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** What a test file has to know of the run: the server, and how its databases begin. */
export interface TestRun {
  serverUrl: string;
  prefix: string;
}

/** Vitest's workers are processes of their own; the environment is what reaches them. */
export const testRun = {
  write(run: TestRun): void {
    process.env['HOOKLINE_TEST_SERVER'] = run.serverUrl;
    process.env['HOOKLINE_TEST_PREFIX'] = run.prefix;
  },
  read(): TestRun {
    const { HOOKLINE_TEST_SERVER: serverUrl, HOOKLINE_TEST_PREFIX: prefix } = process.env;
    if (!serverUrl || !prefix) throw new Error('There is no test server: run the tests with `npm test`.');
    return { serverUrl, prefix };
  },
  templateOf: (run: TestRun) => `${run.prefix}_template`,
};

/** The URL of a database on the run's server. */
export function databaseUrl(run: TestRun, name: string): string {
  const url = new URL(run.serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements on the database that the server's URL names. */
export async function onServer<T>(run: TestRun, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: run.serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
