import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ClsModule } from 'nestjs-cls';
import { AuditLog } from './audit/audit-log.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { ENVIRONMENT, type Environment } from './config/config-section.js';
import { platformConfig, type PlatformConfig } from './config/platform.config.js';
import { BackgroundPrismaService, DATABASE_URL, PrismaService } from './database/prisma.service.js';
import { FacetRegistry } from './facets/facet-registry.js';
import { ErrorFilter } from './http/error.filter.js';
import { IdempotencyPruning } from './idempotency/idempotency-pruning.js';
import { IdempotencyRecords } from './idempotency/idempotency-records.js';
import { SealedAnswers } from './idempotency/sealed-answers.js';
import { JobsService } from './jobs/jobs.service.js';
import { LocksService } from './locks/locks.service.js';
import { LOGGER, createLogger } from './logging/logger.js';
import { SecretRedaction } from './logging/secret-redaction.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { redisConfig } from './redis/redis.config.js';
import { RedisService } from './redis/redis.service.js';
import { KeyRotation } from './secrets/key-rotation.js';
import { SealedBox } from './secrets/sealed-box.js';

const SERVICES = [
  PrismaService,
  BackgroundPrismaService,
  JobsService,
  LocksService,
  SealedBox,
  RedisService,
  ApiKeysService,
  AuditLog,
  IdempotencyRecords,
  IdempotencyPruning,
  SealedAnswers,
  FacetRegistry,
  KeyRotation,
  ErrorFilter,
];

/** Floor 0: what every other room stands on. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(environment: Environment): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule, ClsModule.forRoot({ global: true }), MetricsModule],
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        platformConfig.provider(),
        redisConfig.provider(),
        {
          provide: LOGGER,
          useFactory: (config: PlatformConfig) =>
            createLogger({
              level: config.logLevel,
              format: config.logFormat,
              secrets: secretsIn(environment),
            }),
          inject: [platformConfig.token],
        },
        { provide: SecretRedaction, useValue: new SecretRedaction(secretsIn(environment)) },
        { provide: DATABASE_URL, useFactory: databaseUrl, inject: [platformConfig.token] },
        ...SERVICES,
      ],
      exports: [
        ENVIRONMENT,
        platformConfig.token,
        redisConfig.token,
        LOGGER,
        SecretRedaction,
        DATABASE_URL,
        ...SERVICES,
      ],
    };
  }
}

function databaseUrl(config: PlatformConfig): string {
  if (config.databaseUrl) return config.databaseUrl;
  throw new Error(
    'No database: set DATABASE_URL, or start Hookline by startService(), which brings a PostgreSQL along.',
  );
}

/** The values of variables that hold secrets, so that no log line can show them. Short ones would redact at random. */
function secretsIn(environment: Environment): string[] {
  return Object.entries(environment)
    .filter(([name]) => /SECRET|PASSWORD|TOKEN|KEY/.test(name))
    .flatMap(([, value]) => value?.split(',') ?? [])
    .map((value) => value.trim())
    .filter((value) => value.length >= 12);
}
