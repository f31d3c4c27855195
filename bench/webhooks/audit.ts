import type { BenchDatabase } from '../database.js';
import type { LoadResult } from './load.js';

/**
 * Compares what the sender was told with what the database holds, id by id.
 * @throws Error with what is wrong: then the figures are worth nothing
 */
export async function audit(database: BenchDatabase, sent: LoadResult, handled: boolean): Promise<void> {
  const stored = await database.column('SELECT external_id FROM webhook_events');
  const owed = handled
    ? await database.column('SELECT event_id FROM effects')
    : await database.column(`
        SELECT external_id FROM pgboss.job, jsonb_array_elements_text(job.data -> 'eventIds') AS owed (id)
        JOIN webhook_events ON webhook_events.id = owed.id::uuid WHERE job.name = 'webhook-events'`);
  const acknowledged = new Set(sent.acknowledged);
  const kept = new Set(stored);
  const served = new Set(owed);
  const wrong = {
    refused: sent.refused,
    'acknowledged but not stored': [...acknowledged].filter((id) => !kept.has(id)).length,
    'stored but not acknowledged': stored.filter((id) => !acknowledged.has(id)).length,
    'stored twice': stored.length - kept.size,
    'answered "stored" too often or too rarely': Math.abs(sent.stored - stored.length),
    'without a handler run or a job for it': [...kept].filter((id) => !served.has(id)).length,
    'handled twice or with two jobs': owed.length - served.size,
  };
  const problems = Object.entries(wrong).filter(([, count]) => count > 0);
  if (!problems.length) return;
  throw new Error(`The audit failed: ${problems.map(([what, count]) => `${count} ${what}`).join(', ')}.`);
}
