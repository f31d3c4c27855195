import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { platformConfig, type PlatformConfig } from './platform/config/platform.config.js';
import type { Environment } from './platform/config/config-section.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { prepareDataFolder } from './platform/database/postgres-cluster.js';
import { errorCode } from './platform/errors/error-facts.js';
import type { Surroundings } from './sandbox/sandboxes.js';

/** What development needs and nobody has set up: a database, an encryption key, stand-ins for the providers. */
export interface LocalServices {
  /** The environment with everything filled in. */
  environment: Environment;
  /** The addresses of the stand-ins, by provider. */
  sandboxes: Readonly<Record<string, string>>;
  /** Stops what was started, the database last. */
  stop(): Promise<void>;
}

/**
 * Brings along what the environment does not name, except in production, where everything has been named.
 * @throws Error with one sentence on what to do, when the data folder cannot be used
 */
export async function startLocalServices(
  given: Environment,
  log: (message: string) => void,
): Promise<LocalServices> {
  const config = platformConfig.read(given);
  const stops: (() => Promise<void>)[] = [];
  const sandboxes: Record<string, string> = {};
  const environment: Record<string, string | undefined> = { ...given };
  const stop = async () => {
    for (const stopOne of stops.toReversed()) await stopOne();
  };
  try {
    if (!config.production) await prepareDataFolder(resolve(config.dataDir));
    const port = config.port || (await freePort());
    environment.PORT = String(port);
    if (!config.databaseUrl) {
      const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
      stops.push(() => postgres.stop());
      environment.DATABASE_URL = postgres.url;
    }
    // After the database, whose lock lets only one start at a time write into the folder.
    if (!config.encryptionKeys.length) environment.ENCRYPTION_KEYS = await keptEncryptionKey(config);
    if (!config.production) await keepCallbackSecret(config, environment);
    const starts = await startSandboxes(given, environment, log);
    for (const start of starts) if (start.status === 'fulfilled') stops.push(() => start.value.close());
    for (const start of starts) {
      if (start.status === 'rejected') throw start.reason;
      sandboxes[start.value.provider] = start.value.url;
      Object.assign(environment, start.value.environment);
    }
    return { environment, sandboxes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the stand-ins that are wanted side by side, and says of each what came of it. */
async function startSandboxes(given: Environment, environment: Environment, log: (message: string) => void) {
  const config = platformConfig.read(environment);
  if (config.sandbox === 'off') return [];
  // Not before they are wanted: in production, and by commands, they are never loaded.
  const { SANDBOXES } = await import('./sandbox/sandboxes.js');
  const hasNone = (variable: string) => !given[variable]?.trim();
  const wanted = SANDBOXES.map((entry, position) => ({ ...entry, position })).filter(
    ({ credentials }) => config.sandbox === 'on' || (config.sandbox === 'auto' && credentials.every(hasNone)),
  );
  if (wanted.length === 0) return [];
  const folder = resolve(config.dataDir, 'sandbox');
  await mkdir(folder, { recursive: true });
  const surroundings: Omit<Surroundings, 'port'> = {
    folder,
    publicUrl: config.publicUrl,
    localUrl: `http://${reachable(config.host)}:${config.port}`,
    given: (variable) => given[variable],
    secret: (name, prefix) => keptSecret(join(folder, name), prefix),
    log,
  };
  const ports: number[] = [];
  for (const { position } of wanted) ports.push(await freePort(((config.port + position) % 65_535) + 1));
  return Promise.allSettled(
    wanted.map(async ({ provider, start }, index) => {
      const sandbox = await startAt(ports[index] ?? 0, (port) => start({ ...surroundings, port }));
      return { provider, ...sandbox };
    }),
  );
}

/** Starts at that port, or at any other where somebody has taken it since it was seen free. */
async function startAt<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    return start(0);
  }
}

/** What the callbacks of `POST /api/external/process` are signed with, where nobody has set it. */
async function keepCallbackSecret(
  { dataDir }: PlatformConfig,
  environment: Record<string, string | undefined>,
): Promise<void> {
  if (environment.EXTERNAL_CALLBACK_SECRETS?.trim()) return;
  const path = resolve(dataDir, 'external-callback-secret');
  environment.EXTERNAL_CALLBACK_SECRETS = await keptSecret(path, 'whsec_', 'base64');
}

async function keptEncryptionKey(config: PlatformConfig): Promise<string> {
  const key = await keptSecret(resolve(config.dataDir, 'encryption-key'), '', 'base64');
  return `development:${key}`;
}

/** A random secret that is made once and kept in a file that only its owner reads. */
async function keptSecret(path: string, prefix: string, encoding: 'base64' | 'hex' = 'hex'): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const secret = prefix + randomBytes(32).toString(encoding);
  // By a rename, so that a start that is killed here does not leave half a key behind.
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return secret;
}

/** How this machine itself reaches a service that listens on `host`. */
function reachable(host: string): string {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** The preferred port if nobody has it, else any that is free. */
async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  const listening = (port: number) =>
    new Promise<boolean>((done) => {
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => done(true));
    });
  if (!(await listening(preferred)) && !(await listening(0))) throw new Error('No free port on 127.0.0.1.');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || !address) throw new Error('No free port on 127.0.0.1.');
  return address.port;
}
