import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';

const schema = z
  .object({
    NODE_ENV: z.string().optional(),
    REQUEST_LOG_SAMPLE: z
      .string()
      .refine((text) => /^\d(\.\d+)?$/.test(text) && Number(text) <= 1, {
        error: 'must be a share from 0 to 1, such as 0.01',
      })
      .transform(Number)
      .optional(),
  })
  .transform((env) => ({
    /** The share of successful calls that is kept, 0 to 1: all in development, where each is looked for. Failures are kept always. */
    sample: env.REQUEST_LOG_SAMPLE ?? (env.NODE_ENV === 'production' ? 0.01 : 1),
  }));

export type RequestLogConfig = z.output<typeof schema>;

export const requestLogConfig = defineConfig('requestLog', schema);
