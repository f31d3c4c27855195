import { resolve } from 'node:path';
import { choosePostgresAccount } from './postgres-account.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import {
  clusterFolder,
  createCluster,
  databaseName,
  hasCluster,
  prepareDataFolder,
} from './postgres-cluster.js';
import { readOrCreatePassword, readPassword } from './postgres-password.js';
import { launchPostgres } from './postgres-server.js';
import { PostgresSupervisor } from './postgres-supervisor.js';
import { findPostmaster } from './postmaster.js';

export { DataDirectoryInUseError } from './postgres-supervisor.js';

/** A PostgreSQL server that runs for us on this machine, on the loopback address. */
export interface EmbeddedPostgres {
  /** `postgresql://hookline:…@127.0.0.1:port/hookline`. Holds the password: not for a log. Stays the same until `stop`. */
  url: string;
  /** Whether the server was running already, left by a start that was killed. */
  adopted: boolean;
  /** Stops the server, which closes all connections, and resolves when it is gone. May be called more than once. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The data folder (DATA_DIR). Holds `postgres/`, `postgres-password` and `postgres.log`. */
  dataDir: string;
  /** PostgreSQL settings, such as `{ max_connections: '200' }`. @default PostgreSQL's own */
  settings?: Record<string, string>;
  /** Told when the server was lost, why it does not come back, and when it is back. @default nobody */
  log?: (message: string) => void;
}

/**
 * Starts PostgreSQL on the data folder and resolves when it accepts connections; the first time, creates its data. A server
 * that runs there without an owner is taken over. When the server dies, it is started again on the same port.
 *
 * Throws {@link DataDirectoryInUseError} when another start owns the server, and otherwise a sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const settings = options.settings ?? {};
  const binaries = findPostgresBinaries();
  await prepareDataFolder(dataDir);
  const account = await choosePostgresAccount({
    cluster: clusterFolder(dataDir),
    program: binaries.postgres,
  });
  if (!(await hasCluster(dataDir))) {
    const password = await readOrCreatePassword(dataDir);
    await createCluster({ dataDir, binaries, account, password, durable: settings['fsync'] !== 'off' });
  }

  const password = await readPassword(dataDir);
  const supervisor = new PostgresSupervisor({
    dataDir,
    urlOf: (port) => urlOf(port, password),
    launch: (port) => launchPostgres({ dataDir, binaries, account, port, settings }),
    log: options.log ?? (() => {}),
  });
  const { port, adopted } = await supervisor.start();
  return { url: urlOf(port, password), adopted, stop: () => supervisor.stop() };
}

/** The URL of the PostgreSQL that a running service has on this data folder, for a command beside it. */
export async function findRunningEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const postmaster = await findPostmaster(clusterFolder(resolve(dataDir)));
  return postmaster && urlOf(postmaster.port, await readPassword(resolve(dataDir)));
}

const urlOf = (port: number, password: string) =>
  `postgresql://${databaseName}:${password}@127.0.0.1:${port}/${databaseName}`;
