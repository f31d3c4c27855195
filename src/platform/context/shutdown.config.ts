import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';

/** How long balancers take to notice, in production: a probe or two of theirs, in seconds. */
const DEFAULT_SECONDS = 3;

/** How long a service that was told to stop goes on taking requests, in ms. */
export const shutdownConfig = defineConfig(
  'shutdown',
  z
    .object({
      NODE_ENV: z.string().optional(),
      SHUTDOWN_DELAY: z
        .string()
        .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) <= 300, {
          error: 'must be seconds from 0 to 300, such as 5',
        })
        .transform((text) => Number(text) * 1000)
        .optional(),
    })
    .transform((env) => ({
      delayMs: env.SHUTDOWN_DELAY ?? (env.NODE_ENV === 'production' ? DEFAULT_SECONDS * 1000 : 0),
    })),
);
