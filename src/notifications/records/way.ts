import { z } from 'zod';

/** One way to send a notification: by which provider, to whom, for which account. */
const way = z.object({
  provider: z.string(),
  channel: z.enum(['chat', 'email']),
  to: z.string(),
  connectionId: z.string().optional(),
  tenant: z.string().optional(),
});

/** The ways to send a notification, in the order in which they are tried. */
export const route = z.array(way).min(1).max(5);

export type Way = z.output<typeof way>;
