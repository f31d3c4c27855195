import type { Transaction } from '../../platform/database/prisma.service.js';
import type { WebhookHandlerStatus } from '../../platform/database/generated/enums.js';

/**
 * Takes the run of one handler for this transaction, and marks it as processed: the mark is there if the transaction
 * commits, and gone with everything else if it does not. Jobs may come twice, and late: only the attempt that is due is
 * taken, and whoever else wants it waits until this transaction ends.
 * @returns the ids of the events whose runs were taken
 */
export async function takeRuns(
  tx: Transaction,
  eventIds: readonly string[],
  handler: string,
  attempt: number,
): Promise<string[]> {
  const taken = await tx.$queryRaw<{ event_id: string }[]>`
    INSERT INTO webhook_handler_runs AS run (event_id, handler, status, attempts, last_attempt_at)
    SELECT id, ${handler}, 'processed', ${attempt}, now() FROM unnest(${eventIds}::uuid[]) AS id
    ON CONFLICT (event_id, handler) DO UPDATE
      SET status = 'processed', attempts = ${attempt}, last_attempt_at = now(), next_attempt_at = NULL, last_error = NULL
      WHERE run.status IN ('pending', 'failed') AND run.attempts = ${attempt - 1}
    RETURNING event_id`;
  return taken.map(({ event_id }) => event_id);
}

/** How a run ended that did not succeed. */
export interface UnsuccessfulRun {
  status: Extract<WebhookHandlerStatus, 'failed' | 'dead'>;
  lastError: string;
  nextAttemptAt: Date | undefined;
}

/**
 * Writes down a failed attempt.
 * @returns `false` when that attempt was not the one that was due: somebody else has seen to it
 */
export async function recordFailedRun(
  tx: Transaction,
  eventId: string,
  handler: string,
  attempt: number,
  { status, lastError, nextAttemptAt }: UnsuccessfulRun,
): Promise<boolean> {
  const recorded = await tx.$executeRaw`
    INSERT INTO webhook_handler_runs AS run
      (event_id, handler, status, attempts, last_error, last_attempt_at, next_attempt_at)
    VALUES (${eventId}::uuid, ${handler}, ${status}::webhook_handler_status, ${attempt}, ${lastError}, now(),
      ${nextAttemptAt ?? null})
    ON CONFLICT (event_id, handler) DO UPDATE
      SET status = excluded.status, attempts = excluded.attempts, last_error = excluded.last_error,
        last_attempt_at = excluded.last_attempt_at, next_attempt_at = excluded.next_attempt_at
      WHERE run.status IN ('pending', 'failed') AND run.attempts = ${attempt - 1}`;
  return recorded > 0;
}

/** Turns a run that was just taken into one that had nothing to do: a newer event was applied before. */
export async function markSuperseded(tx: Transaction, eventId: string, handler: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_handler_runs SET status = 'superseded' WHERE event_id = ${eventId}::uuid AND handler = ${handler}`;
}
