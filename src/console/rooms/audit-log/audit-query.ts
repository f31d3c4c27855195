import { z } from 'zod';

/** The parameters of the page: whom, what and to what, and the last entry of the page before. */
export const auditQuery = z
  .object({
    action: z.string().max(100).optional(),
    actor: z.string().max(100).optional(),
    target: z.string().max(200).optional(),
    after: z.uuid('must be the id of an entry').optional(),
  })
  .transform(({ action, actor, target, after }) => ({
    after,
    filter: { ...(action && { action }), ...(actor && { actorId: actor }), ...(target && { target }) },
  }));

export type AuditQuery = z.output<typeof auditQuery>;
