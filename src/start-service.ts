import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HooklineModule } from './app.module.js';
import { developmentApiKey } from './cli/development-api-key.js';
import type { RunningService } from './cli/runtime.js';
import { Draining } from './draining.js';
import { FirstAdmin } from './console/sign-in/first-admin.js';
import { startLocalServices, type LocalServices } from './local-services.js';
import { checkEnvironment, type Environment } from './platform/config/config-section.js';
import { platformConfig, type PlatformConfig } from './platform/config/platform.config.js';
import { shutdownConfig } from './platform/context/shutdown.config.js';
import { migrate } from './platform/database/migrate.js';
import { ErrorFilter } from './platform/http/error.filter.js';
import { BACKLOG, createHttpAdapter } from './platform/http/http-adapter.js';
import { logRequests } from './platform/http/request-log.js';
import { JobsService } from './platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { errorCode } from './platform/errors/error-facts.js';

export interface StartOptions {
  /** @default process.env */
  environment?: Environment;
  /** The product's own modules: their controllers, and their `@OnWebhook` methods. */
  imports?: (Type | DynamicModule)[];
}

/** A running Hookline. */
export interface Service extends RunningService {
  app: NestFastifyApplication;
}

/**
 * Starts Hookline and a product's own modules as one service: checks the environment, brings along what it does not
 * name (in development), migrates, listens.
 * @throws ConfigurationError with every problem of the environment; Error with one sentence for what is in the way
 */
export async function startService({
  environment = process.env,
  imports = [],
}: StartOptions = {}): Promise<Service> {
  checkEnvironment(environment);
  const local = await startLocalServices(environment, (message) => process.stderr.write(`${message}\n`));
  let app: NestFastifyApplication | undefined;
  try {
    const config = platformConfig.read(local.environment);
    await migrate(config.databaseUrl ?? '');
    app = await NestFactory.create<NestFastifyApplication>(
      { module: HooklineService, imports: [HooklineModule.forRoot(local.environment), ...imports] },
      createHttpAdapter(config.publicUrl, { trustedProxies: config.trustedProxies }),
      { bufferLogs: true, abortOnError: false, forceCloseConnections: false },
    );
    const logger = equip(app);
    const draining = new Draining(app.getHttpAdapter().getInstance());
    await app.init();
    giveBackMemory();
    await listen(app, config);
    return {
      app,
      config,
      logger,
      url: urlOf(config),
      sandboxes: local.sandboxes,
      developmentApiKey: config.production ? undefined : await developmentApiKey(app, config.dataDir),
      signInLink: config.production ? undefined : await app.get(FirstAdmin, { strict: false }).startLink(),
      close: closing(app, local, () => draining.run(shutdownConfig.read(local.environment).delayMs)),
    };
  } catch (error) {
    await app?.close();
    await local.stop();
    throw error;
  }
}

/** What holds for the whole application, beyond its modules: its log, and errors of routes that nobody has. */
export function equip(app: NestFastifyApplication): Logger {
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(new NestLogger(logger));
  app.useGlobalFilters(app.get(ErrorFilter));
  logRequests(app.getHttpAdapter().getInstance(), logger);
  return logger;
}

/**
 * Most of what a start needs, it needs once: some 30 MB, which V8 would keep until there is traffic. Only where the process
 * may ask for it (`node --expose-gc`, as in the image); takes a tenth of a second.
 */
function giveBackMemory(): void {
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
}

/** The root under which Hookline and the product's modules stand side by side. */
class HooklineService {}

async function listen(app: NestFastifyApplication, { host, port }: PlatformConfig): Promise<void> {
  try {
    await app.listen({ port, host, backlog: BACKLOG });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken by another program. Stop that one, or set PORT to another number.`,
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new Error(
        `Listening on ${host}:${port} is not possible (${code}). Set HOST and PORT to an address of this machine.`,
        { cause: error },
      );
    }
    throw error;
  }
}

function urlOf({ host, port }: PlatformConfig): string {
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
  return `http://${name}:${port}`;
}

/** While requests still come in, jobs already end: both take their time. */
function closing(
  app: NestFastifyApplication,
  local: LocalServices,
  drain: () => Promise<void>,
): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([drain(), app.get(JobsService, { strict: false }).drain()]);
    await app.close();
  };
  return () => (closed ??= close().finally(() => local.stop()));
}
