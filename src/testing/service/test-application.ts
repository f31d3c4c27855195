import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HooklineModule } from '../../app.module.js';
import { ApiKeysService } from '../../platform/api-access/api-keys.service.js';
import { checkEnvironment, type Environment } from '../../platform/config/config-section.js';
import { platformConfig } from '../../platform/config/platform.config.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { createHttpAdapter } from '../../platform/http/http-adapter.js';
import { FAILURE_LIMITS } from '../../platform/throttling/failure-throttle.js';
import { equip } from '../../start-service.js';
import { RETRY_DELAYS_MS } from '../../webhooks/handlers/retry-delays.js';
import { settled } from './settled.js';

/** A Nest token, and what stands in its place. */
export type Override = readonly [token: Type | string | symbol, value: unknown];

/** What an application of a test is made of. */
export interface Composition {
  /** The product's own modules: their controllers, and their `@OnWebhook` methods. */
  imports?: readonly (Type | DynamicModule)[];
  /** Waits before each further attempt of a failed `@OnWebhook` method, in ms. @default two of 50 */
  retryDelaysMs?: readonly number[];
  /** Providers of Nest that are replaced. */
  overrides?: readonly Override[];
}

interface TestApplication {
  app: NestFastifyApplication;
  apiKey: string;
  waitUntilSettled(withinMs: number, isQuiet: () => boolean): Promise<void>;
}

/** Composes Hookline and the product's modules, and listens. */
export async function buildTestApplication(
  environment: Environment,
  { imports = [], retryDelaysMs = [50, 50], overrides = [] }: Composition,
): Promise<TestApplication> {
  const { Test } = await nestTesting();
  checkEnvironment(environment);
  const config = platformConfig.read(environment);
  const building = Test.createTestingModule({ imports: [HooklineModule.forRoot(environment), ...imports] });
  building.overrideProvider(RETRY_DELAYS_MS).useValue(retryDelaysMs);
  // All requests of a test come from one address, and many of them are wrong on purpose.
  building.overrideProvider(FAILURE_LIMITS).useValue({ credentials: Infinity, signatures: Infinity });
  for (const [token, value] of overrides) building.overrideProvider(token).useValue(value);
  const module = await building.compile();
  const app = module.createNestApplication<NestFastifyApplication>(
    createHttpAdapter(config.publicUrl, { trustedProxies: config.trustedProxies }),
  );
  try {
    equip(app);
    await app.listen(config.port, '127.0.0.1');
    const { key } = await app.get(ApiKeysService, { strict: false }).create('testing', ['admin']);
    const prisma = app.get(PrismaService, { strict: false });
    return { app, apiKey: key, waitUntilSettled: (withinMs, isQuiet) => settled(prisma, withinMs, isQuiet) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function nestTesting(): Promise<typeof import('@nestjs/testing')> {
  try {
    return await import('@nestjs/testing');
  } catch (cause) {
    throw new Error('startTestHookline needs Nest’s testing module: npm install --save-dev @nestjs/testing', {
      cause,
    });
  }
}
