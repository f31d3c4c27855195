import {
  Injectable,
  type FactoryProvider,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { createClient } from '@redis/client';
import { LOGGER, type Logger } from '../logging/logger.js';
import { redisConfig, type RedisConfig } from './redis.config.js';

/** The longest that anybody waits for Redis to answer, in ms: it is there to save time. */
export const REDIS_PATIENCE_MS = 100;

/** To make a connection, TLS included, in ms. Nobody waits for it: it is made in the background. */
const CONNECT_WITHIN_MS = 1_000;
/** Between two questions to an idle Redis, in ms, and the silence after which its connection counts as broken. */
const PING_EVERY_MS = 1_000;
const SILENCE_MS = 3_000;
/** The wait before a lost connection is tried anew, in ms: the first time, and at most. */
const RECONNECT_MS = { first: 50, longest: 2_000 };
/** Commands without an answer, above which more of them are refused. */
const MAX_UNANSWERED = 10_000;

export type RedisClient = ReturnType<typeof connection>;

/**
 * The Redis of `REDIS_URL`, where there is one: shared memory that may go at any moment. It is connected to in the
 * background, at start as after each loss; while it is away, commands fail at once instead of waiting for it.
 */
@Injectable()
export class RedisService implements OnModuleInit, OnApplicationShutdown {
  private away = false;

  private constructor(
    /** `undefined` without a `REDIS_URL`. Bound each answer by {@link REDIS_PATIENCE_MS}. */
    readonly client: RedisClient | undefined,
    private readonly logger: Logger,
  ) {
    this.client?.on('error', this.onError);
    this.client?.on('ready', this.onReady);
  }

  /** Not connected yet. The client comes in 400 modules, which are loaded only where there is a `REDIS_URL`. */
  static async open({ url }: RedisConfig, logger: Logger): Promise<RedisService> {
    if (!url) return new RedisService(undefined, logger);
    const redis = await import('@redis/client');
    return new RedisService(connection(redis.createClient, url), logger);
  }

  static provider(): FactoryProvider<RedisService> {
    return { provide: RedisService, useFactory: RedisService.open, inject: [redisConfig.token, LOGGER] };
  }

  /** Whether there is a Redis and it is connected. */
  get ready(): boolean {
    return this.client?.isReady ?? false;
  }

  onModuleInit(): void {
    // Each failed attempt has its `error` event, and is followed by another; the promise only ends with the service.
    this.client?.connect().catch(this.onError);
  }

  onApplicationShutdown(): void {
    if (!this.client?.isOpen) return;
    this.client.off('error', this.onError).on('error', () => undefined);
    this.client.destroy();
  }

  /** Once for each outage: the attempts to reconnect would fill the log with the same line. */
  private readonly onError = (error: unknown): void => {
    if (this.away) return;
    this.away = true;
    this.logger.warn(
      { event: 'redis_lost', err: error },
      'Redis is away. Limits and caches are kept in this process until it is back',
    );
  };

  private readonly onReady = (): void => {
    if (this.away) this.logger.info({ event: 'redis_back' }, 'Redis is back');
    this.away = false;
  };
}

function connection(create: typeof createClient, url: string) {
  return create({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_UNANSWERED,
    commandOptions: { timeout: REDIS_PATIENCE_MS },
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (failures) => Math.min(RECONNECT_MS.first * 2 ** failures, RECONNECT_MS.longest),
    },
  });
}
