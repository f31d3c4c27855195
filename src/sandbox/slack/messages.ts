import { z } from 'zod';

/** A message that was posted. */
export const message = z.object({
  /** Slack's `ts`, unique in the workspace: seconds and microseconds. */
  id: z.string(),
  team: z.string(),
  channel: z.string(),
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())).optional(),
  threadTs: z.string().optional(),
  created: z.number(),
});

export type Message = z.output<typeof message>;

let latestMicroseconds = 0;

/** A `ts` that no other message of this process has. */
export function newTimestamp(): string {
  latestMicroseconds = Math.max(latestMicroseconds + 1, Date.now() * 1000);
  return (latestMicroseconds / 1_000_000).toFixed(6);
}
