import { z } from 'zod';
import { NotificationStatus } from '../../../platform/database/generated/enums.js';

/** What the list page is asked for. */
export interface NotificationQuery {
  readonly filter: { readonly status?: NotificationStatus | undefined };
  /** The id at which the page before ended. */
  readonly after: string | undefined;
}

export const notificationQuery: z.ZodType<NotificationQuery> = z
  .object({
    status: z.enum(NotificationStatus).optional(),
    after: z.uuid().optional().catch(undefined),
  })
  .transform(({ after, ...filter }) => ({ filter, after }));
