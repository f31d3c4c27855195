import { z } from 'zod';
import { ConnectionStatus } from '../../../platform/database/generated/enums.js';

const word = (maxLength: number) =>
  z
    .string()
    .max(maxLength, { error: `must be at most ${maxLength} characters` })
    .regex(/^[^\0]*$/, { error: 'must not contain a NUL' });

/** The filter of the list, and where its page begins. */
export const listQuery = z.object({
  provider: word(64).optional(),
  status: z.enum(ConnectionStatus, { error: 'must be one of the states' }).optional(),
  tenant: word(255).optional(),
  after: z.uuid().optional().catch(undefined),
});
export type ListQuery = z.output<typeof listQuery>;

/** What has just been done, as the address of the page says it. */
export const doneQuery = z.object({
  done: z.enum(['connected', 'refreshed', 'disconnected', 'disconnected_here']).optional().catch(undefined),
});
export type Done = NonNullable<z.output<typeof doneQuery>['done']>;
