import type { INestApplicationContext } from '@nestjs/common';
import type { Environment } from '../platform/config/config-section.js';
import type { PlatformConfig } from '../platform/config/platform.config.js';
import type { Logger } from '../platform/logging/logger.js';

/** What the commands need from the floor above them; `main.ts` hands it down. */
export interface Runtime {
  startService(options: { environment: Environment }): Promise<RunningService>;
  openApplication(environment: Environment): Promise<OpenedApplication>;
}

export interface RunningService {
  app: INestApplicationContext;
  config: PlatformConfig;
  logger: Logger;
  url: string;
  sandboxes: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

interface OpenedApplication {
  app: INestApplicationContext;
  migrated: readonly string[];
  close(): Promise<void>;
}
