import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

const data = z.object({
  id: z.uuid(),
  /** Which attempt this is, from 1. */
  attempt: z.number().int().min(1),
});

export type CallbackJobData = z.output<typeof data>;

/** One job for each attempt to tell the product, as with `PROCESSING_JOB`. */
export const CALLBACK_JOB: JobType<CallbackJobData> = {
  data,
  queue: {
    name: 'external-callbacks',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 60,
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    deleteAfterSeconds: 600,
  },
};

/** Nest token of the waits before each further attempt, in ms. After the last: dead. */
export const CALLBACK_DELAYS_MS = Symbol('CALLBACK_DELAYS_MS');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Six attempts over about twelve hours. */
export const DEFAULT_CALLBACK_DELAYS_MS: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  25 * MINUTE,
  2 * HOUR,
  10 * HOUR,
];
