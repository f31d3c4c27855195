import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import {
  DataDirectoryInUseError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../platform/database/embedded-postgres.js';
import { migrate } from '../../platform/database/migrate.js';

/** One folder for each process that tests at the same time; they stay, so that the next run finds its data made. */
const FOLDER = 'node_modules/.cache/hookline-testing';
const MOST_AT_ONCE = 64;

const TEMPLATE = 'hookline_template';
const PREFIX = 'hookline_test_';

/** What a test throws away needs not survive a power cut. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** A database of its own, with all tables, to be dropped at the end. */
export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

interface Shared {
  readonly postgres: Promise<EmbeddedPostgres>;
  users: number;
}

let shared: Shared | undefined;

/**
 * A fresh database on this process's PostgreSQL, which starts with the first and stops with the last. Its tables are copied
 * from a template that is migrated once.
 */
export async function openEmbeddedDatabase(): Promise<TestDatabase> {
  const server = (shared ??= { postgres: startServer(), users: 0 });
  server.users += 1;
  try {
    const { url } = await server.postgres;
    const name = `${PREFIX}${randomUUID().slice(0, 8)}`;
    await onServer(url, (client) =>
      client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(TEMPLATE)}`),
    );
    return {
      url: databaseUrl(url, name),
      close: async () => {
        await onServer(url, (client) =>
          client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
        );
        await leave(server);
      },
    };
  } catch (error) {
    await leave(server);
    throw error;
  }
}

async function leave(server: Shared): Promise<void> {
  server.users -= 1;
  if (server.users > 0) return;
  if (shared === server) shared = undefined;
  await (await server.postgres).stop();
}

async function startServer(): Promise<EmbeddedPostgres> {
  const postgres = await startUnused();
  try {
    await prepare(postgres.url);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** On the first folder that no other process uses. */
async function startUnused(): Promise<EmbeddedPostgres> {
  for (let number = 1; ; number += 1) {
    try {
      return await startEmbeddedPostgres({
        dataDir: join(resolve(FOLDER), String(number)),
        settings: SETTINGS,
      });
    } catch (error) {
      if (!(error instanceof DataDirectoryInUseError) || number === MOST_AT_ONCE) throw error;
    }
  }
}

/** Drops what a killed run has left, and brings the template to the newest schema. */
async function prepare(url: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname = $1 OR starts_with(datname, $2)',
      [TEMPLATE, PREFIX],
    );
    const names = rows.map(({ datname }) => datname);
    for (const name of names.filter((each) => each !== TEMPLATE)) {
      await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
    }
    if (!names.includes(TEMPLATE)) await client.query(`CREATE DATABASE ${escapeIdentifier(TEMPLATE)}`);
  });
  await migrate(databaseUrl(url, TEMPLATE));
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
