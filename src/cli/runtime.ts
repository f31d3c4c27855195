import type { INestApplicationContext } from '@nestjs/common';
import type { Examination } from '../doctor/examination.js';
import type { Environment } from '../platform/config/config-section.js';
import type { PlatformConfig } from '../platform/config/platform.config.js';
import type { Logger } from '../platform/logging/logger.js';
import type { DevelopmentApiKey } from './development-api-key.js';

/** What the commands need from the floor above them; `main.ts` hands it down. */
export interface Runtime {
  startService(options: { environment: Environment }): Promise<RunningService>;
  openApplication(environment: Environment): Promise<OpenedApplication>;
  /** The ground floor alone: database, jobs, API keys. */
  openPlatform(environment: Environment): Promise<OpenedApplication>;
  /** Looks at everything that a start would depend on, and starts nothing. */
  examine(environment: Environment): Promise<Examination>;
}

/** A running service, as the commands see it. */
export interface RunningService {
  app: INestApplicationContext;
  config: PlatformConfig;
  logger: Logger;
  /** Where it listens, such as `http://localhost:3000`. */
  url: string;
  /** The addresses of the providers' stand-ins, by provider. */
  sandboxes: Readonly<Record<string, string>>;
  /** The API key that comes with a start in development. */
  developmentApiKey: DevelopmentApiKey | undefined;
  /** Signs the first admin in once; in development, as long as nobody has a password. */
  signInLink: string | undefined;
  /** Stops listening, finishes what is in flight, and stops what was started along with it. May be called twice. */
  close(): Promise<void>;
}

/** The house without its doors, for as long as a command runs. */
export interface OpenedApplication {
  app: INestApplicationContext;
  /** Migrations that opening has applied. */
  migrated: readonly string[];
  close(): Promise<void>;
}
