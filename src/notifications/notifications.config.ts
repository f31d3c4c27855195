import { z } from 'zod';
import { defineConfig } from '../platform/config/config-section.js';

const schema = z
  .object({
    NOTIFICATION_RETENTION_DAYS: z.coerce
      .number({ error: 'must be a number of days, 1 to 3650' })
      .int('must be a whole number of days')
      .min(1, 'must be at least 1 day')
      .max(3_650, 'must be at most 3650 days')
      .default(90),
  })
  .transform((env) => ({ retentionDays: env.NOTIFICATION_RETENTION_DAYS }));

export type NotificationsConfig = z.output<typeof schema>;

/** How long notifications are kept once they are done. */
export const notificationsConfig = defineConfig<NotificationsConfig>('notifications', schema);
