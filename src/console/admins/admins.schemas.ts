import { z } from 'zod';

/** What was done, as an address says it. */
const ADMINS_DONE = ['role', 'disabled', 'enabled', 'unlinked'] as const;
export type AdminsDone = (typeof ADMINS_DONE)[number];

export const doneQuery = z.object({ done: z.enum(ADMINS_DONE).optional().catch(undefined) });
export type DoneQuery = z.output<typeof doneQuery>;

export const roleForm = z.object({ role: z.enum(['admin', 'viewer'], 'is one of: admin, viewer') });
export type RoleForm = z.output<typeof roleForm>;

export const addForm = roleForm.extend({ email: z.email('must be an e-mail address').max(320) });

export const adminId = z.uuid();
