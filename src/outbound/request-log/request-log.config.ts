import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';

const schema = z
  .object({
    REQUEST_LOG_SAMPLE: z
      .string()
      .default('0.01')
      .refine((text) => /^\d(\.\d+)?$/.test(text) && Number(text) <= 1, {
        error: 'must be a share from 0 to 1, such as 0.01',
      })
      .transform(Number),
  })
  .transform((env) => ({
    /** The share of successful calls that is kept, 0 to 1. Failures are kept always. */
    sample: env.REQUEST_LOG_SAMPLE,
  }));

export type RequestLogConfig = z.output<typeof schema>;

export const requestLogConfig = defineConfig('requestLog', schema);
