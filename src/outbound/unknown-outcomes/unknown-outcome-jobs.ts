import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

const data = z.object({
  id: z.uuid(),
  /** Which look this is, from 1. */
  look: z.number().int().min(1),
});

export type UnknownOutcomeJobData = z.output<typeof data>;

/**
 * One job for each look at the provider. How often has been looked is kept with the record; the queue's own retries are
 * for jobs whose process died or whose database went away, so they do not run out.
 */
export const UNKNOWN_OUTCOME_JOB: JobType<UnknownOutcomeJobData> = {
  data,
  queue: {
    name: 'unknown-outcomes',
    heartbeatSeconds: 10,
    expireInSeconds: 300,
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    deleteAfterSeconds: 600,
  },
};

/** Nest token of the waits before each look, in ms; the first counts from the record. After the last: unresolved. */
export const LOOK_DELAYS_MS = Symbol('LOOK_DELAYS_MS');

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Eight looks over about two days. */
export const DEFAULT_LOOK_DELAYS_MS: readonly number[] = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

/** When to look for the `look`th time, from 1; `undefined` when there is no such look. */
export function lookAt(look: number, delaysMs: readonly number[], nowMs = Date.now()): Date | undefined {
  const delayMs = delaysMs[look - 1];
  return delayMs === undefined ? undefined : new Date(nowMs + delayMs);
}
