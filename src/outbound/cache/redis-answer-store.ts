import KeyvRedis from '@keyv/redis';
import type { KeyvStoreAdapter } from 'keyv';
import type { RedisClient } from '../../platform/redis/redis.service.js';

/** Redis as the store that the {@link ResponseCache}s of all replicas share. */
export function redisAnswerStore(client: RedisClient): KeyvStoreAdapter {
  return new KeyvRedis(client, { throwOnErrors: true });
}
