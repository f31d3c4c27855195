import { z } from 'zod';

export const provider = z.string().min(1).max(64);

const DAY = 86_400_000;
/** As far back as Stripe's log goes. */
const OLDEST_MS = 30 * DAY;

export const runRequest = z
  .strictObject({
    since: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2026-11-21T07:00:00Z' })
      .transform((time) => new Date(time))
      .refine((time) => time.getTime() < Date.now(), { error: 'must be in the past' })
      .refine((time) => time.getTime() > Date.now() - OLDEST_MS, {
        error: 'must not be more than 30 days ago',
      })
      .optional(),
  })
  .default({});
export type RunRequest = z.output<typeof runRequest>;
