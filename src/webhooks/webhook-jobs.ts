import { z } from 'zod';
import type { JobType } from '../platform/jobs/jobs.service.js';

const data = z.object({
  eventIds: z.array(z.uuid()),
  /** Only this handler, for the given attempt: a retry. Without it, every handler that has not begun. */
  retry: z.object({ handler: z.string(), attempt: z.number().int() }).optional(),
});

export type WebhookJobData = z.output<typeof data>;

/**
 * One job for a chunk of the events of one commit, and one for each retry of a handler. How often a handler is tried
 * is kept with the event; the queue's own retries are for jobs whose process died or whose database went away, so
 * they do not run out.
 */
export const WEBHOOK_JOB: JobType<WebhookJobData> = {
  data,
  queue: {
    name: 'webhook-events',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 3_600,
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    deleteAfterSeconds: 600,
  },
};

/** Events in one job. Few enough that a job is short, many enough that a burst makes few jobs. */
export const EVENTS_PER_JOB = 25;

/** Nest token of the waits before each further attempt of a failed handler, in ms. After the last: dead letter. */
export const RETRY_DELAYS_MS = Symbol('RETRY_DELAYS_MS');

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nine attempts over about a day. */
export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  14 * HOUR,
];

/**
 * When to try again after `attempts` failures, spread by up to a fifth so that what failed together does not come back
 * together; `undefined` when there is no further attempt.
 */
export function nextAttemptAt(
  attempts: number,
  delaysMs: readonly number[],
  now = Date.now(),
  random = Math.random,
): Date | undefined {
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? undefined : new Date(now + delayMs * (1 + random() / 5));
}
