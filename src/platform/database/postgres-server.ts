import { spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { PostgresAccount } from './postgres-command.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { clusterFolder } from './postgres-cluster.js';
import { postgresCommand } from './postgres-command.js';

const MAX_LOG_BYTES = 10_000_000;

/** A PostgreSQL server that was launched, and may have ended since. */
export interface LaunchedPostgres {
  pid: number | undefined;
  hasExited(): boolean;
  /** What it last wrote into its log since the launch. */
  lastLogLines(): Promise<string>;
}

/**
 * Launches PostgreSQL on the cluster of the data folder, without waiting for it. It runs in a session of its own, so that
 * Ctrl-C in our terminal does not reach it: it must stay up until the service has finished its work.
 */
export async function launchPostgres(options: {
  dataDir: string;
  binaries: PostgresBinaries;
  account: PostgresAccount;
  port: number;
  settings: Record<string, string>;
}): Promise<LaunchedPostgres> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    // DETAIL lines quote the values of rows, and rows hold what does not belong into a log.
    log_error_verbosity: 'terse',
    ...options.settings,
  };
  const { file, args, spawnOptions } = postgresCommand(options.account, options.binaries.postgres, [
    `-D${clusterFolder(options.dataDir)}`,
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ]);
  const logFile = join(options.dataDir, 'postgres.log');
  await limitLog(logFile);
  const log = await open(logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  let exited = false;
  let failure = '';
  try {
    const child = spawn(file, args, {
      ...spawnOptions,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.on('exit', () => (exited = true));
    child.on('error', (error) => {
      failure = error.message;
      exited = true;
    });
    child.unref();
    return {
      pid: child.pid,
      hasExited: () => exited,
      lastLogLines: async () => failure || (await readLastLines(logFile, logStart)),
    };
  } finally {
    await log.close();
  }
}

/** Begins a new log at a launch when the old one is long, and keeps that one. */
async function limitLog(file: string): Promise<void> {
  const log = await stat(file).catch(() => undefined);
  if (log && log.size > MAX_LOG_BYTES) await rename(file, `${file}.old`);
}

async function readLastLines(file: string, start: number): Promise<string> {
  const log = await open(file);
  const text = await log.createReadStream({ start, encoding: 'utf8' }).toArray();
  return text.join('').trim().split('\n').slice(-5).join('\n');
}

/** A TCP port on the loopback address that nothing uses at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free TCP port on 127.0.0.1.');
  return address.port;
}
