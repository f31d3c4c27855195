import type { LoadResult } from './load/load.js';

/** What a contender has kept of a round. */
export interface Kept {
  stored: readonly { id: string; externalId: string }[];
  /** The ids of events that there are jobs for; one may name an event that turned out to be a repeat. */
  owed: readonly string[];
}

/**
 * Compares what the sender was told with what was kept, id by id.
 * @throws Error with what is wrong: then the figures are worth nothing
 */
export function audit(contender: string, sent: LoadResult, { stored, owed }: Kept): void {
  const acknowledged = new Set(sent.acknowledged);
  const kept = new Set(stored.map(({ externalId }) => externalId));
  const ids = new Set(stored.map(({ id }) => id));
  const jobs = owed.filter((id) => ids.has(id));
  const served = new Set(jobs);
  const wrong = {
    refused: sent.refused,
    'acknowledged but not stored': missing(acknowledged, kept),
    'stored but not acknowledged': missing(kept, acknowledged),
    'stored twice': stored.length - kept.size,
    'answered "stored" too often or too rarely': Math.abs(sent.stored - stored.length),
    'without a job': missing(ids, served),
    'with two jobs': jobs.length - served.size,
  };
  const problems = Object.entries(wrong).filter(([, count]) => count > 0);
  if (!problems.length) return;
  const found = problems.map(([what, count]) => `${count} ${what}`).join(', ');
  throw new Error(`The audit of ${contender} failed: ${found}.`);
}

/** How many of the one are not among the others. */
function missing(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  return [...wanted].filter((id) => !found.has(id)).length;
}
