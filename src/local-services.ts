import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { platformConfig, type PlatformConfig } from './platform/config/platform.config.js';
import type { Environment } from './platform/config/config-section.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { prepareDataFolder } from './platform/database/postgres-cluster.js';
import { startStripeSandbox } from './sandbox/stripe/stripe-sandbox.js';
import { errorCode } from './platform/errors/error-facts.js';

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
    if (config.sandbox === 'on' || (config.sandbox === 'auto' && !given.STRIPE_SECRET_KEY?.trim())) {
      const sandbox = await startStripeStandIn({ ...config, port }, environment, log);
      stops.push(() => sandbox.close());
      sandboxes.stripe = sandbox.url;
    }
    return { environment, sandboxes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startStripeStandIn(
  config: PlatformConfig,
  environment: Record<string, string | undefined>,
  log: (message: string) => void,
) {
  const folder = resolve(config.dataDir, 'sandbox');
  await mkdir(folder, { recursive: true });
  const sandbox = await startStripeSandbox({
    port: await freePort((config.port % 65_535) + 1),
    webhookUrl: `http://${reachable(config.host)}:${config.port}/webhooks/stripe`,
    webhookSecret: await keptSecret(join(folder, 'stripe-webhook-secret'), 'whsec_sandbox_'),
    stateFile: join(folder, 'stripe.jsonl'),
    log,
  });
  environment.STRIPE_SECRET_KEY = sandbox.secretKey;
  environment.STRIPE_API_BASE_URL = sandbox.url;
  environment.STRIPE_WEBHOOK_SECRETS = [environment.STRIPE_WEBHOOK_SECRETS, sandbox.webhookSecret]
    .filter(Boolean)
    .join(',');
  return sandbox;
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
