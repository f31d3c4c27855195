import { z } from 'zod';

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Values by the API names of their fields. */
export type RecordValues = Readonly<z.output<typeof values>>;

/** A record of an organisation. */
export const recordRow = z.object({
  /** Organisation and record. */
  id: z.string(),
  organization: z.string(),
  recordId: z.string(),
  type: z.string(),
  values,
  /** Unix time in seconds, as are the others. */
  created: z.number(),
  modified: z.number(),
  /** In the recycle bin. */
  deleted: z.boolean(),
});

export type RecordRow = z.output<typeof recordRow>;
