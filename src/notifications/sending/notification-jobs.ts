import { z } from 'zod';
import type { JobType, NewJob } from '../../platform/jobs/jobs.service.js';

const data = z.object({ ids: z.array(z.uuid()) });

export type NotificationJobData = z.output<typeof data>;

/**
 * Says of some notifications that there may be something to do; what, is in their rows. How often one is tried is kept
 * there, too, so the queue's own retries, for jobs whose process died, do not run out.
 */
export const NOTIFICATION_JOB: JobType<NotificationJobData> = {
  data,
  queue: {
    name: 'notifications',
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

/** Notifications in one job: as many as one call to a provider with batches takes. */
const PER_JOB = 1_000;

/** The jobs for those notifications that there is something to do for, at their times; those of one time share one. */
export function jobsFor(rows: readonly { id: string; dueAt: Date | null }[]): NewJob<NotificationJobData>[] {
  const due = rows.flatMap(({ id, dueAt }) => (dueAt ? [{ id, dueAt }] : []));
  const byTime = Map.groupBy(due, ({ dueAt }) => Math.ceil(dueAt.getTime() / 1_000));
  return [...byTime.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / PER_JOB) }, (_, chunk) => ({
      data: { ids: group.slice(chunk * PER_JOB, (chunk + 1) * PER_JOB).map(({ id }) => id) },
      startAfter: new Date(Math.max(...group.map(({ dueAt }) => dueAt.getTime()))),
    })),
  );
}
