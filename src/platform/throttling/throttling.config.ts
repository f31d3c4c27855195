import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';
import { wholeNumber } from '../config/values.js';

const schema = z
  .object({ API_RATE_LIMIT: wholeNumber({ min: 1, max: 10_000_000 }).default(6000) })
  .transform((env) => ({
    /** Requests a minute that one API key, or one subject of access tokens, may send. */
    apiRateLimit: env.API_RATE_LIMIT,
  }));

export type ThrottlingConfig = z.output<typeof schema>;

export const throttlingConfig = defineConfig('throttling', schema);
