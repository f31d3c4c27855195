import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

const data = z.object({
  id: z.uuid(),
  /** Which attempt this is, from 1. */
  attempt: z.number().int().min(1),
});

export type ProcessingJobData = z.output<typeof data>;

/**
 * One job for each attempt. How many there were is kept with the request; the queue's own retries are for jobs whose
 * process died or whose database went away, so they do not run out.
 */
export const PROCESSING_JOB: JobType<ProcessingJobData> = {
  data,
  queue: {
    name: 'external-requests',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 900,
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    deleteAfterSeconds: 600,
  },
};

/** Nest token of the waits before each further attempt, in ms. After the last: failed. */
export const PROCESSING_DELAYS_MS = Symbol('PROCESSING_DELAYS_MS');

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Six attempts over about two hours. */
export const DEFAULT_PROCESSING_DELAYS_MS: readonly number[] = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  90 * MINUTE,
];
