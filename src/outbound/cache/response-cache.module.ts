import { Module } from '@nestjs/common';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { ClockModule, ROAD_CLOCK } from '../clock.module.js';
import type { Clock } from '../clock.js';
import { redisAnswerStore } from './redis-answer-store.js';
import { ResponseCache } from './response-cache.js';

/** The answers that are kept: in this process, and sealed in Redis where there is one. */
@Module({
  imports: [ClockModule],
  providers: [
    {
      provide: ResponseCache,
      useFactory: async (
        { client }: RedisService,
        { encryptionKeys }: PlatformConfig,
        box: SealedBox,
        logger: Logger,
        clock: Clock,
      ) => {
        // Answers may hold personal data: what cannot be sealed is not shared.
        const shared = client && encryptionKeys.length > 0 && { store: await redisAnswerStore(client), box };
        return new ResponseCache({ logger, clock, ...(shared && { shared }) });
      },
      inject: [RedisService, platformConfig.token, SealedBox, LOGGER, ROAD_CLOCK],
    },
  ],
  exports: [ResponseCache],
})
export class ResponseCacheModule {}
