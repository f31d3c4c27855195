import { z } from 'zod';
import type { JobType } from '../../platform/jobs/jobs.service.js';

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

/** Events in one job: about as many as share a commit under load. */
export const EVENTS_PER_JOB = 100;
