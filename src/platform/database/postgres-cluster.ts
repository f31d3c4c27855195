import { execFile } from 'node:child_process';
import {
  access,
  chown,
  constants,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode, errorMessage } from '../errors/error-facts.js';
import type { PostgresAccount } from './postgres-command.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { postgresCommand } from './postgres-command.js';

/** Name of the role and of the database of the service. The role owns the database and may create others. */
export const databaseName = 'hookline';

/** Folder of the cluster in the data folder. */
export const clusterFolder = (dataDir: string) => join(dataDir, 'postgres');

const draftPrefix = 'postgres-draft-';

/** Creates the data folder where there is none. Throws a sentence when it cannot be created or written. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  try {
    // Others may pass through but not look around: the cluster inside may belong to another account.
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = errorCode(cause) ?? errorMessage(cause);
    const reason = ['EEXIST', 'ENOTDIR'].includes(code) ? 'it is not a folder, or below a file' : code;
    throw new Error(
      `The data folder ${dataDir} cannot be used by ${userName()} (${reason}): ` +
        'set DATA_DIR to a folder that this user may create and write to.',
      { cause },
    );
  }
}

/** In a container, the user may be a number that no name belongs to. */
function userName(): string {
  try {
    return `user ${userInfo().username}`;
  } catch {
    return `user id ${process.getuid?.()}`;
  }
}

/** Whether the data folder holds a cluster. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  return stat(join(clusterFolder(dataDir), 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/**
 * Creates the cluster with the service's role and database in it. It is made beside its place and moved there when it is
 * complete, so that a start killed halfway leaves nothing in the way. When another start is faster, its cluster stays.
 */
export async function createCluster(options: {
  dataDir: string;
  binaries: PostgresBinaries;
  account: PostgresAccount;
  password: string;
  /** Whether it must outlive a crash of the machine. */
  durable: boolean;
}): Promise<void> {
  const { dataDir, binaries, account } = options;
  await removeOldDrafts(dataDir);
  const draft = await mkdtemp(join(dataDir, draftPrefix));
  try {
    if (account.ids) await chown(draft, account.ids.uid, account.ids.gid);
    await run(account, binaries.initdb, [
      `--pgdata=${draft}`,
      '--username=postgres',
      '--auth=reject',
      '--encoding=UTF8',
      // The same order and case rules on every machine, whatever locales it has installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(options.durable ? [] : ['--no-sync']),
    ]);
    // The superuser has no password and no way in over the network.
    await writeFile(join(draft, 'pg_hba.conf'), `host all ${databaseName} 127.0.0.1/32 scram-sha-256\n`);
    const alone = ['--single', '-D', draft, '-c', 'log_min_error_statement=panic', 'postgres'];
    await run(
      account,
      binaries.postgres,
      alone,
      `CREATE ROLE ${databaseName} LOGIN CREATEDB PASSWORD '${options.password}';\n` +
        `CREATE DATABASE ${databaseName} OWNER ${databaseName};\n`,
    );
    await moveIntoPlace(draft, dataDir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function run(
  account: PostgresAccount,
  program: string,
  programArgs: string[],
  input = '',
): Promise<void> {
  const { file, args, spawnOptions } = postgresCommand(account, program, programArgs);
  const running = promisify(execFile)(file, args, spawnOptions);
  // A program that ends before it has read its input is reported by its exit code.
  running.child.stdin?.on('error', () => {}).end(input);
  const problem = await running.then(
    // A server in single-user mode reports a statement that failed, and goes on.
    ({ stderr }) => (stderr.includes(' ERROR:  ') ? stderr : undefined),
    (error: unknown) => errorMessage(error),
  );
  if (problem !== undefined) {
    throw new Error(
      `The embedded PostgreSQL could not create its data. ${problem.trim()}\n` +
        'Solve what is named here, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

async function moveIntoPlace(draft: string, dataDir: string): Promise<void> {
  try {
    await rename(draft, clusterFolder(dataDir));
  } catch (cause) {
    if (await hasCluster(dataDir)) return;
    throw new Error(
      `The folder ${clusterFolder(dataDir)} holds no database and is in its way: move it away, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  if (process.platform === 'win32') return;
  const folder = await open(dataDir);
  await folder.sync().finally(() => folder.close());
}

/** A killed start leaves its draft; a young one may be another start's work in progress. */
async function removeOldDrafts(dataDir: string): Promise<void> {
  for (const name of (await readdir(dataDir)).filter((entry) => entry.startsWith(draftPrefix))) {
    const draft = join(dataDir, name);
    const changed = await stat(draft).catch(() => undefined);
    const isOld = changed && Date.now() - changed.mtimeMs > 10 * 60_000;
    if (isOld) await rm(draft, { recursive: true, force: true });
  }
}
