import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenedApplication } from './cli/runtime.js';
import { checkEnvironment, type Environment } from './platform/config/config-section.js';
import { platformConfig } from './platform/config/platform.config.js';
import { findRunningEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { migrate } from './platform/database/migrate.js';
import { PlatformModule } from './platform/platform.module.js';
import { startLocalServices } from './local-services.js';

/**
 * The house without its doors, for the command line: no HTTP, no workers. Beside a running service it uses that one's
 * embedded database; otherwise it starts it for as long as the command runs.
 */
export async function openApplication(given: Environment): Promise<OpenedApplication> {
  const { HooklineModule } = await import('./app.module.js');
  return open(given, (environment) => HooklineModule.forRoot(environment));
}

/** Its ground floor alone, for commands that need no more: it is there in half the time. */
export function openPlatform(given: Environment): Promise<OpenedApplication> {
  return open(given, (environment) => PlatformModule.forRoot(environment));
}

async function open(
  given: Environment,
  moduleFor: (environment: Environment) => DynamicModule,
): Promise<OpenedApplication> {
  const environment = { ...given, ROLE: 'web', SANDBOX: 'off', LOG_LEVEL: 'silent' };
  checkEnvironment(environment);
  const config = platformConfig.read(environment);
  const running = config.databaseUrl ?? (await findRunningEmbeddedPostgres(config.dataDir));
  const local = await startLocalServices({ ...environment, DATABASE_URL: running }, () => {});
  try {
    const { applied } = await migrate(local.environment.DATABASE_URL ?? '');
    const app = await NestFactory.createApplicationContext(moduleFor(local.environment), {
      logger: false,
      abortOnError: false,
    });
    const close = async () => {
      await app.close();
      await local.stop();
    };
    return { app, migrated: applied, close };
  } catch (error) {
    await local.stop();
    throw error;
  }
}
