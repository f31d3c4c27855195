import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';

const schema = z
  .object({
    REDIS_URL: z
      .url({
        protocol: /^rediss?$/,
        hostname: /./,
        error: 'must be a redis:// or rediss:// address, such as redis://host:6379',
      })
      .optional(),
  })
  .transform((env) => ({
    /** `undefined`: no Redis, and nothing is missing but speed. */
    url: env.REDIS_URL,
  }));

export type RedisConfig = z.output<typeof schema>;

export const redisConfig = defineConfig('redis', schema);
