import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { PlatformConfig } from '../../platform/config/platform.config.js';
import { isLoopback } from '../../platform/config/values.js';
import { findRunningEmbeddedPostgres } from '../../platform/database/embedded-postgres.js';
import { errorCode } from '../../platform/errors/error-facts.js';
import { fail, ok, warn, type Finding } from '../finding.js';

const GIB = 1024 ** 3;

/** The address of the embedded PostgreSQL, if one runs in the data folder; with its password. */
export async function embeddedUrl({ dataDir }: PlatformConfig): Promise<string | undefined> {
  try {
    return await findRunningEmbeddedPostgres(dataDir);
  } catch {
    return undefined; // its password cannot be read: the start says so
  }
}

/** The database that development brings along, and that production must not have. */
export async function embeddedFindings(
  { databaseUrl, dataDir }: PlatformConfig,
  production: boolean,
  running: string | undefined,
): Promise<Finding[]> {
  const check = 'database.embedded';
  if (production) {
    if (!isSameServer(databaseUrl, running)) return [ok(check, 'not in use')];
    const fix =
      'Set DATABASE_URL to a PostgreSQL of your own, with backups: the embedded one ends with the service.';
    return [fail(check, `DATABASE_URL is that of the embedded PostgreSQL in ${dataDir}`, fix)];
  }
  if (databaseUrl) return [];
  const inTheWay = running ? undefined : await obstacle(resolve(dataDir));
  if (inTheWay) {
    const found = `the embedded PostgreSQL cannot be kept in ${dataDir}: ${inTheWay}`;
    return [
      fail(check, found, 'Set DATA_DIR to a folder that may be written to, or DATABASE_URL to a server.'),
    ];
  }
  const state = running ? 'running' : 'not running: the service starts it';
  return [
    ok(check, `DATABASE_URL is not set: the embedded PostgreSQL in ${dataDir} is ${state}`),
    ...(await spaceFindings(dataDir)),
  ];
}

/** What keeps a folder from being written to, or made; `undefined` when nothing does. */
async function obstacle(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory() ? undefined : `${folder} is no folder`;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' && dirname(folder) !== folder) return obstacle(dirname(folder));
    return code === 'ENOTDIR'
      ? obstacle(dirname(folder))
      : `${folder} may not be written to (${code ?? 'unknown'})`;
  }
}

function isSameServer(databaseUrl: string | undefined, running: string | undefined): boolean {
  if (!databaseUrl || !running) return false;
  const { hostname, port } = new URL(databaseUrl);
  return isLoopback(hostname) && port === new URL(running).port;
}

async function spaceFindings(dataDir: string): Promise<Finding[]> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = (bavail * bsize) / GIB;
    const found = `${free.toFixed(1)} GiB are free in ${dataDir}`;
    return [
      free < 1
        ? warn('disk', found, 'Make room, or set DATA_DIR to a folder on another disk.')
        : ok('disk', found),
    ];
  } catch {
    return []; // the folder is made by the first start
  }
}
