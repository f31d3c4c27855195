import {
  Global,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ClsModule } from 'nestjs-cls';
import { accessTokensConfig } from './access-tokens/access-tokens.config.js';
import { AccessTokens } from './access-tokens/access-tokens.js';
import { ApiAccess } from './api-access/api-access.js';
import { ApiKeysService } from './api-access/api-keys.service.js';
import { EarlyAccess } from './api-access/early-access.js';
import { LastUse } from './api-access/last-use.js';
import { AuditLog } from './audit/audit-log.js';
import { ENVIRONMENT, checkEnvironment, type Environment } from './config/config-section.js';
import { platformConfig, type PlatformConfig } from './config/platform.config.js';
import { inItsSchema } from './database/database-schema.js';
import { requireMigrations } from './database/pending-migrations.js';
import { BackgroundPrismaService, DATABASE_URL, PrismaService } from './database/prisma.service.js';
import { FacetRegistry } from './facets/facet-registry.js';
import { ErrorFilter } from './http/error.filter.js';
import { HttpAdapterCheck } from './http/http-adapter-check.js';
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
import { SecurityEvents } from './security/security-events.js';
import { DEFAULT_FAILURE_LIMITS, FAILURE_LIMITS, FailureThrottles } from './throttling/failure-throttle.js';
import { throttlingConfig } from './throttling/throttling.config.js';
import { WindowCounters } from './throttling/window-counters.js';
import { tracingConfig } from './tracing/tracing.config.js';
import { Tracing } from './tracing/tracing.js';
import { ReferencePruning } from './timeline/reference-pruning.js';
import { ReferenceRows } from './timeline/reference-rows.js';
import { TimelineReferences } from './timeline/timeline-references.js';
import { timelineConfig } from './timeline/timeline.config.js';

const SERVICES = [
  PrismaService,
  BackgroundPrismaService,
  JobsService,
  LocksService,
  SealedBox,
  ApiKeysService,
  LastUse,
  AccessTokens,
  ApiAccess,
  EarlyAccess,
  WindowCounters,
  FailureThrottles,
  SecurityEvents,
  AuditLog,
  IdempotencyRecords,
  IdempotencyPruning,
  SealedAnswers,
  FacetRegistry,
  ReferenceRows,
  TimelineReferences,
  ReferencePruning,
  KeyRotation,
  ErrorFilter,
  HttpAdapterCheck,
];

/** How a product's own configuration comes to be Hookline's: a factory, and what is injected into it. */
export interface EnvironmentFactory
  extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider<Environment>, 'inject' | 'useFactory'> {}

/** Floor 0: what every other room stands on. To be imported once, at the root of the application. */
@Global()
@Module({})
export class PlatformModule {
  /**
   * @param environment the variables that Hookline runs on
   * At start, ConfigurationError has every problem of them at once.
   * @default process.env
   */
  static forRoot(environment: Environment = process.env): DynamicModule {
    return PlatformModule.forRootAsync({ useFactory: () => environment });
  }

  /** As {@link forRoot}, with variables that come from elsewhere, such as the product's ConfigService. */
  static forRootAsync({ imports = [], inject = [], useFactory }: EnvironmentFactory): DynamicModule {
    return {
      module: PlatformModule,
      imports: [...imports, DiscoveryModule, ClsModule.forRoot({ global: true }), MetricsModule],
      providers: [
        { provide: ENVIRONMENT, useFactory: checked(useFactory), inject },
        platformConfig.provider(),
        redisConfig.provider(),
        accessTokensConfig.provider(),
        throttlingConfig.provider(),
        { provide: FAILURE_LIMITS, useValue: DEFAULT_FAILURE_LIMITS },
        tracingConfig.provider(),
        Tracing,
        timelineConfig.provider(),
        {
          provide: LOGGER,
          useFactory: (config: PlatformConfig, environment: Environment) =>
            createLogger({
              level: config.logLevel,
              format: config.logFormat,
              secrets: secretsIn(environment),
            }),
          inject: [platformConfig.token, ENVIRONMENT],
        },
        {
          provide: SecretRedaction,
          useFactory: (environment: Environment) => new SecretRedaction(secretsIn(environment)),
          inject: [ENVIRONMENT],
        },
        { provide: DATABASE_URL, useFactory: migratedDatabase, inject: [platformConfig.token] },
        RedisService.provider(),
        ...SERVICES,
      ],
      exports: [
        ENVIRONMENT,
        platformConfig.token,
        redisConfig.token,
        throttlingConfig.token,
        LOGGER,
        SecretRedaction,
        DATABASE_URL,
        RedisService,
        ...SERVICES,
      ],
    };
  }
}

/** The product's factory, with what comes of it checked as a whole: each section by itself would name its own problems only. */
function checked(useFactory: EnvironmentFactory['useFactory']): EnvironmentFactory['useFactory'] {
  return async (...injected) => {
    const environment = await useFactory(...injected);
    checkEnvironment(environment);
    return environment;
  };
}

/** Not before its tables are there: whatever needs the database waits for this. */
async function migratedDatabase({ databaseUrl }: PlatformConfig): Promise<string> {
  if (!databaseUrl) {
    throw new Error(
      'No database: set DATABASE_URL, or start Hookline by startService(), which brings a PostgreSQL along.',
    );
  }
  await requireMigrations(databaseUrl);
  return inItsSchema(databaseUrl);
}

/** The values of variables that hold secrets, so that no log line can show them. Short ones would redact at random. */
function secretsIn(environment: Environment): string[] {
  return Object.entries(environment)
    .filter(([name]) => /SECRET|PASSWORD|TOKEN|KEY/.test(name))
    .flatMap(([, value]) => value?.split(',') ?? [])
    .map((value) => value.trim())
    .filter((value) => value.length >= 12);
}
