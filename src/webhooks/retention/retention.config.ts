import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { wholeNumber } from '../../platform/config/values.js';

const days = (byDefault: number) => wholeNumber({ min: 0, max: 36_500 }).default(byDefault);

const schema = z
  .object({
    WEBHOOK_RETENTION_PROCESSED_DAYS: days(30),
    WEBHOOK_RETENTION_UNHANDLED_DAYS: days(30),
    WEBHOOK_RETENTION_DEAD_DAYS: days(90),
  })
  .transform((env) => ({
    /** How long events are kept, in days, by their status; 0: for ever. Those that still wait are kept in any case. */
    days: {
      processed: env.WEBHOOK_RETENTION_PROCESSED_DAYS,
      superseded: env.WEBHOOK_RETENTION_PROCESSED_DAYS,
      unhandled: env.WEBHOOK_RETENTION_UNHANDLED_DAYS,
      dead: env.WEBHOOK_RETENTION_DEAD_DAYS,
    },
  }));

export type RetentionConfig = z.output<typeof schema>;

export const retentionConfig = defineConfig('webhookRetention', schema);
