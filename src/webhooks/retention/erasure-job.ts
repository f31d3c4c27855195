import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

const data = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ids'), ids: z.array(z.uuid()) }),
  z.object({
    kind: z.literal('connections'),
    /** Without a provider: of whichever provider has a connection of this name. */
    connections: z.array(z.object({ provider: z.string().optional(), connectionId: z.string() })),
  }),
]);

/** Whose events are erased. */
export type ErasureScope = z.output<typeof data>;

/** The rest of an erasure that a caller could not wait for. Comes back until nothing is left. */
export const ERASURE_JOB: JobType<ErasureScope> = {
  data,
  queue: {
    name: 'webhook-erasure',
    heartbeatSeconds: 10,
    expireInSeconds: 3_600,
    retryLimit: 10_000,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 300,
  },
};
