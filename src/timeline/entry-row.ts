import { z } from 'zod';
import { ENTRY_KINDS } from './timeline-entry.js';

/** A row of any kind, as the statements give it: nothing of it is masked yet. */
export const entryRow = z.object({
  at: z.date(),
  kind: z.enum(ENTRY_KINDS),
  id: z.string(),
  request_id: z.string(),
  provider: z.string().nullable(),
  name: z.string(),
  status: z.string(),
  outcome: z.enum(['ok', 'waiting', 'failed']),
  duration_ms: z.number().nullable(),
  detail: z.string().nullable(),
  recipient: z.string().nullable(),
  object_id: z.string(),
});

export type EntryRow = z.output<typeof entryRow>;
