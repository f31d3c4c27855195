import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { describe, it } from 'vitest';
import { choosePostgresAccount } from '../../src/platform/database/postgres-account.js';
import { postgresCommand, type PostgresAccount } from '../../src/platform/database/postgres-command.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { makeFolder } from '../support/run-folder.js';

/** Where Debian and others put the programs of each version. The embedded PostgreSQL comes without `pg_dump`. */
const VERSIONS = '/usr/lib/postgresql';
const PROGRAMS = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];

const programs = findPrograms();

/** Tests that need a PostgreSQL with `pg_dump`; shown as skipped where none is installed. */
export function describeWithDump(name: string, tests: () => void): void {
  if (programs) describe(name, tests);
  // oxlint-disable-next-line vitest/no-disabled-tests, vitest/expect-expect -- says that it is missing, and that is all
  else describe(name, () => it.skip('needs PostgreSQL with pg_dump (Debian: postgresql)', () => undefined));
}

/** The folder of the newest version that has all of the programs. */
function findPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((folder) => PROGRAMS.every((name) => existsSync(join(folder, name))));
}

/** A server of the same version as its `pg_dump`, which refuses one that is newer than itself. */
export class DumpablePostgres {
  private constructor(
    private readonly account: PostgresAccount,
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ChildProcess,
  ) {}

  static async start(): Promise<DumpablePostgres> {
    const folder = await makeFolder('dumpable');
    const cluster = join(folder, 'cluster');
    const account = await choosePostgresAccount({ cluster, program: program('postgres') });
    if (account.ids) await chown(folder, account.ids.uid, account.ids.gid);
    await run(account, 'initdb', [
      '--pgdata',
      cluster,
      '--username=hookline',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ]);
    const port = await freePort();
    const { file, args, spawnOptions } = postgresCommand(account, program('postgres'), [
      `-D${cluster}`,
      `--port=${port}`,
      '--listen_addresses=127.0.0.1',
      '--unix_socket_directories=',
      '--fsync=off',
    ]);
    const server = spawn(file, args, { ...spawnOptions, stdio: 'ignore' });
    const postgres = new DumpablePostgres(account, folder, port, server);
    await eventually('PostgreSQL takes connections', () => postgres.answers());
    return postgres;
  }

  urlOf(database: string): string {
    return `postgresql://hookline@127.0.0.1:${this.port}/${database}`;
  }

  /** @returns its URL */
  async createDatabase(name: string): Promise<string> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
    return this.urlOf(name);
  }

  /** As docs/operations/backup-and-restore.md has it. @returns the file */
  async dump(database: string): Promise<string> {
    const file = join(this.folder, `${database}.dump`);
    await run(this.account, 'pg_dump', ['--format=custom', `--file=${file}`, this.urlOf(database)]);
    return file;
  }

  /** As docs/operations/backup-and-restore.md has it. */
  async restore(file: string, database: string): Promise<void> {
    const options = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];
    await run(this.account, 'pg_restore', [...options, `--dbname=${this.urlOf(database)}`, file]);
  }

  async stop(): Promise<void> {
    this.server.kill('SIGINT');
    if (this.server.exitCode === null) await once(this.server, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<true | undefined> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    try {
      await client.connect();
      return true;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function run(account: PostgresAccount, name: string, programArgs: string[]): Promise<void> {
  const { file, args, spawnOptions } = postgresCommand(account, program(name), programArgs);
  await promisify(execFile)(file, args, spawnOptions);
}

function program(name: string): string {
  return join(programs ?? '', name);
}
