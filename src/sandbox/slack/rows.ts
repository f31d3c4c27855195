import { z } from 'zod';
import type { OAuthRows } from '../oauth/rows.js';

/** A message that was posted. */
export const message = z.object({
  /** Slack's `ts`, unique in the workspace: seconds and microseconds. */
  id: z.string(),
  team: z.string(),
  channel: z.string(),
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())).optional(),
  threadTs: z.string().optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
  /** Ids of the files that came with it. */
  files: z.array(z.string()).optional(),
  /** The `ts` of its last update. */
  edited: z.string().optional(),
  created: z.number(),
});

export type Message = z.output<typeof message>;

/** A file: announced, then uploaded, then shared. */
export const storedFile = z.object({
  id: z.string(),
  team: z.string(),
  name: z.string(),
  title: z.string().optional(),
  /** As announced, in bytes. */
  size: z.number(),
  /** In base64; missing until it was uploaded. */
  content: z.string().optional(),
  created: z.number(),
});

export type StoredFile = z.output<typeof storedFile>;

/** Everything the sandbox remembers, by table. */
export interface SlackRows extends OAuthRows {
  message: Message;
  file: StoredFile;
}
