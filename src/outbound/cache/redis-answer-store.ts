import type { KeyvStoreAdapter } from 'keyv';
import type { RedisClient } from '../../platform/redis/redis.service.js';

/** Redis as the store that the {@link ResponseCache}s of all replicas share. */
export async function redisAnswerStore(client: RedisClient): Promise<KeyvStoreAdapter> {
  const { default: KeyvRedis } = await import('@keyv/redis'); // with a second client of hundreds of modules
  return new KeyvRedis(client, { throwOnErrors: true });
}
