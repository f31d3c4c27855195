import { z } from 'zod';
import type { DeliveryStatus } from '../../../contracts/events.js';

/** The states that a delivery may be in. */
export const DELIVERY_STATES = [
  'pending',
  'delivered',
  'failed',
  'dead',
] as const satisfies readonly DeliveryStatus[];

/** What the list page is asked for. */
export interface DeliveriesQuery {
  readonly filter: { readonly status?: DeliveryStatus | undefined; readonly type?: string | undefined };
  /** Where the page before ended. */
  readonly after: string | undefined;
}

export const deliveriesQuery: z.ZodType<DeliveriesQuery> = z
  .object({
    status: z.enum(DELIVERY_STATES).optional(),
    type: z
      .string()
      .max(128)
      .regex(/^[\w.-]+$/, 'must be letters, digits, _, - and dots')
      .optional(),
    after: z.uuid().optional().catch(undefined),
  })
  .transform(({ after, ...filter }) => ({ filter, after }));
