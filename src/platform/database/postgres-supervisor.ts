import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { errorCode, errorMessage } from '../errors/error-facts.js';
import { clusterFolder } from './postgres-cluster.js';
import { findFreePort, type LaunchedPostgres } from './postgres-server.js';
import { findPostmaster, removeStalePidFile, stopPostmaster, type Postmaster } from './postmaster.js';

/** Another start of Hookline works on the same data folder. */
export class DataDirectoryInUseError extends Error {
  override name = 'DataDirectoryInUseError';

  constructor(dataDir: string, { pid, port }: Postmaster) {
    super(
      `The data folder ${dataDir} is in use by another start of Hookline (its PostgreSQL has process id ${pid} and port ` +
        `${port}). Stop that one, or set DATA_DIR to another folder.`,
    );
  }
}

interface SupervisorOptions {
  dataDir: string;
  urlOf: (port: number) => string;
  launch: (port: number) => Promise<LaunchedPostgres>;
  log: (message: string) => void;
}

const START_TIMEOUT_MS = 120_000;
const POLL_MS = 15;
const MAX_LAUNCHES = 4;
const MAX_PAUSE_MS = 5_000;

/**
 * Whoever holds this advisory lock owns the server. It belongs to a connection, so that PostgreSQL gives it back by itself
 * when its owner is killed. The number is arbitrary.
 */
const OWNER_LOCK = 4_665_325;

/** Owns the server of one data folder, and starts it again on the same port when it dies. */
export class PostgresSupervisor {
  private readonly options: SupervisorOptions;
  private readonly cluster: string;
  private readonly stopping = new AbortController();
  private launched: LaunchedPostgres | undefined;
  private owner: Client | undefined;
  private recovery: Promise<void> | undefined;
  private stopped: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.options = options;
    this.cluster = clusterFolder(options.dataDir);
  }

  /** Resolves when the server is up and ours. Throws {@link DataDirectoryInUseError}, or why PostgreSQL did not start. */
  async start(): Promise<{ port: number; adopted: boolean }> {
    const { pid, port } = await this.takeOwnership();
    return { port, adopted: pid !== this.launched?.pid };
  }

  /** Stops the server, if it is ours, and resolves when it is gone. */
  stop(): Promise<void> {
    return (this.stopped ??= this.shutDown());
  }

  /**
   * Launches the server where none is running, and waits until it accepts connections and is ours. Another start may do
   * the same at this moment: then one of the two servers does not come up, and both starts ask the other one for the lock.
   */
  private async takeOwnership(port?: number): Promise<Postmaster> {
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    for (let launches = 0; Date.now() < giveUpAt; await sleep(POLL_MS)) {
      this.stopping.signal.throwIfAborted();
      const running = await findPostmaster(this.cluster);
      if (running) {
        if (!(await this.own(running))) continue;
        if (port === undefined || port === running.port) return running;
        // Another start launched it and lost it to us. Our pools know the port that we had.
        await stopPostmaster(this.cluster);
      } else if (this.launched === undefined || this.launched.hasExited()) {
        if (launches === MAX_LAUNCHES) throw await this.startFailure();
        await sleep(250 * launches);
        launches += 1;
        await removeStalePidFile(this.cluster);
        this.launched = await this.options.launch(port ?? (await findFreePort()));
      }
    }
    throw await this.startFailure();
  }

  /** Takes the owner's lock on a connection of its own. False while the server does not accept connections. */
  private async own(postmaster: Postmaster): Promise<boolean> {
    const client = new Client({
      connectionString: this.options.urlOf(postmaster.port),
      application_name: 'hookline data folder',
      connectionTimeoutMillis: 5_000,
    });
    // Without a listener, a lost connection would end the process. What is to be done is done on 'end'.
    client.on('error', () => {});
    try {
      await client.connect();
      // A moment of patience: the server may need one to notice that the last owner was killed.
      await client.query(`SET lock_timeout = '1s'`);
      await client.query('SELECT pg_advisory_lock($1)', [OWNER_LOCK]);
    } catch (error) {
      await client.end();
      if (isNotAnswering(error)) return false;
      throw this.explain(error, postmaster);
    }
    client.once('end', () => this.lose(client, postmaster.port));
    this.owner = client;
    return true;
  }

  private lose(owner: Client, port: number): void {
    if (this.owner === owner) this.owner = undefined;
    if (!this.stopping.signal.aborted) this.recovery ??= this.recover(port);
  }

  private async recover(port: number): Promise<void> {
    const { log } = this.options;
    log(`The embedded PostgreSQL on port ${port} was lost. Starting it again.`);
    for (let pauseMs = 100; !this.stopping.signal.aborted; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        await this.takeOwnership(port);
        log(`The embedded PostgreSQL on port ${port} is back.`);
        break;
      } catch (error) {
        if (!this.stopping.signal.aborted) log(errorMessage(error));
        await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => {});
      }
    }
    this.recovery = undefined;
  }

  private async shutDown(): Promise<void> {
    this.stopping.abort();
    await this.recovery;
    const running = await findPostmaster(this.cluster);
    const isOurs = this.owner !== undefined || running?.pid === this.launched?.pid;
    if (running && isOurs) await stopPostmaster(this.cluster);
    await this.owner?.end();
  }

  private explain(error: unknown, postmaster: Postmaster): unknown {
    const { dataDir } = this.options;
    const code = errorCode(error);
    if (code === '55P03') return new DataDirectoryInUseError(dataDir, postmaster);
    if (code === '28P01') {
      return new Error(
        `The password in ${dataDir}/postgres-password is not the one of the database in ${this.cluster}: ` +
          'put the right file back, or move both away to begin with an empty database.',
        { cause: error },
      );
    }
    return error;
  }

  private async startFailure(): Promise<Error> {
    const { dataDir } = this.options;
    const log = this.launched
      ? `ends with:\n${await this.launched.lastLogLines()}\n`
      : `is ${dataDir}/postgres.log. `;
    return new Error(
      `The embedded PostgreSQL on ${this.cluster} did not start; its log ${log}` +
        'Solve what is named here, set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

/** Nothing listens yet, the connection broke, or the server is starting up, shutting down or full. */
function isNotAnswering(error: unknown): boolean {
  return !(error instanceof DatabaseError) || /^(08|53|57)/.test(error.code ?? '');
}
