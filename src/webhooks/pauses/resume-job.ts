import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

const data = z.object({ provider: z.string() });

export type ResumeJobData = z.output<typeof data>;

/** Sends what waited during the pause of a provider. Runs again from the start when its process died. */
export const RESUME_JOB: JobType<ResumeJobData> = {
  data,
  queue: {
    name: 'webhook-resume',
    heartbeatSeconds: 10,
    expireInSeconds: 3_600,
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
  },
};
