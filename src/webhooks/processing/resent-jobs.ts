import type { NewJob } from '../../platform/jobs/jobs.service.js';
import { EVENTS_PER_JOB, type WebhookJobData } from './webhook-jobs.js';

/** The priority of jobs that send events once more: however many they are, what has just arrived goes first. */
export const RESENT = -1;

/** The jobs that send events to their handlers once more. */
export function resentJobs(eventIds: readonly string[]): NewJob<WebhookJobData>[] {
  return Array.from({ length: Math.ceil(eventIds.length / EVENTS_PER_JOB) }, (_, chunk) => ({
    data: { eventIds: eventIds.slice(chunk * EVENTS_PER_JOB, (chunk + 1) * EVENTS_PER_JOB) },
    priority: RESENT,
  }));
}
