import { NestFactory } from '@nestjs/core';
import type { OpenedApplication } from './cli/runtime.js';
import { HooklineModule } from './app.module.js';
import { checkEnvironment, type Environment } from './platform/config/config-section.js';
import { platformConfig } from './platform/config/platform.config.js';
import { findRunningEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { migrate } from './platform/database/migrate.js';
import { startLocalServices } from './local-services.js';

/**
 * The house without its doors, for the command line: no HTTP, no workers. Beside a running service it uses that one's
 * embedded database; otherwise it starts it for as long as the command runs.
 */
export async function openApplication(given: Environment): Promise<OpenedApplication> {
  const environment = { ...given, ROLE: 'web', SANDBOX: 'off', LOG_LEVEL: 'silent' };
  checkEnvironment(environment);
  const config = platformConfig.read(environment);
  const running = config.databaseUrl ?? (await findRunningEmbeddedPostgres(config.dataDir));
  const local = await startLocalServices({ ...environment, DATABASE_URL: running }, () => {});
  try {
    const { applied } = await migrate(local.environment.DATABASE_URL ?? '');
    const app = await NestFactory.createApplicationContext(HooklineModule.forRoot(local.environment), {
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
