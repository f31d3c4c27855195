import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { examine, type Examination } from './doctor/examination.js';
import type { Environment } from './platform/config/config-section.js';
import { inItsSchema } from './platform/database/database-schema.js';
import { DATABASE_URL } from './platform/database/prisma.service.js';
import { createHttpAdapter } from './platform/http/http-adapter.js';
import { PlatformModule } from './platform/platform.module.js';

/** Examines what a start with these variables would depend on, for `hookline doctor`. Starts and changes nothing. */
export async function examineInstallation(given: Environment): Promise<Examination> {
  // Before anything is read: its modules declare the sections of the configuration.
  const { HooklineModule } = await import('./app.module.js');
  return examine(given, (environment) => {
    const quiet = { ...environment, ROLE: 'web', SANDBOX: 'off', LOG_LEVEL: 'silent' };
    const house = onUncheckedDatabase(HooklineModule.forRoot(quiet), environment['DATABASE_URL'] ?? '');
    // Without init(), which would start queues and schedules.
    return NestFactory.create(house, createHttpAdapter('http://localhost'), {
      logger: false,
      abortOnError: false,
    });
  });
}

/** The same house on a database that may be away, or lack migrations, which is for the doctor to tell. */
function onUncheckedDatabase(house: DynamicModule, databaseUrl: string): DynamicModule {
  const unchecked = { provide: DATABASE_URL, useValue: inItsSchema(databaseUrl) };
  const imports = (house.imports ?? []).map((room) =>
    'module' in room && room.module === PlatformModule
      ? { ...room, providers: [...(room.providers ?? []), unchecked] }
      : room,
  );
  return { ...house, imports };
}
