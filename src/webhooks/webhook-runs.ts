import type { WebhookEventStatus, WebhookHandlerStatus } from '../platform/database/generated/enums.js';
import type { Transaction } from '../platform/database/prisma.service.js';

/** Where a handler stands with an event. */
export interface WebhookRun {
  status: WebhookHandlerStatus;
  attempts: number;
}

/** Takes the run of one handler for this transaction; whoever else wants it waits until the transaction ends. */
export async function takeRun(tx: Transaction, eventId: string, handler: string): Promise<WebhookRun> {
  const [run] = await tx.$queryRaw<WebhookRun[]>`
    INSERT INTO webhook_handler_runs (event_id, handler, last_attempt_at) VALUES (${eventId}::uuid, ${handler}, now())
    ON CONFLICT (event_id, handler) DO UPDATE SET last_attempt_at = now()
    RETURNING status, attempts`;
  if (!run) throw new Error(`The run of ${handler} for event ${eventId} could be neither made nor read.`);
  return run;
}

/** How a run ended. */
export interface WebhookOutcome {
  status: WebhookHandlerStatus;
  attempts: number;
  lastError?: string;
  nextAttemptAt?: Date;
}

/** Writes down how a run ended, and what that means for its event as a whole. */
export async function settleRun(
  tx: Transaction,
  eventId: string,
  handler: string,
  outcome: WebhookOutcome,
  allHandlers: readonly string[],
): Promise<void> {
  await tx.webhookHandlerRun.update({
    where: { eventId_handler: { eventId, handler } },
    data: { ...outcome, lastError: outcome.lastError ?? null, nextAttemptAt: outcome.nextAttemptAt ?? null },
  });
  const status = allHandlers.length === 1 ? outcome.status : await statusOfAll(tx, eventId, allHandlers);
  const processedAt = status === 'processed' ? new Date() : null;
  await tx.webhookEvent.update({ where: { id: eventId }, data: { status, processedAt } });
}

/** Under the event's lock, so that two handlers that end at once do not overlook each other. */
async function statusOfAll(
  tx: Transaction,
  eventId: string,
  handlers: readonly string[],
): Promise<WebhookEventStatus> {
  await lockEvent(tx, eventId);
  const runs = await tx.webhookHandlerRun.findMany({ where: { eventId } });
  const statuses = new Map(runs.map((run) => [run.handler, run.status]));
  return eventStatus(handlers.map((handler) => statuses.get(handler) ?? 'pending'));
}

/**
 * Makes runs anew that have not succeeded, or all when all have; attempts are counted from one again. A handler that is
 * running meanwhile is waited for: if it succeeds, it has nothing to do again.
 *
 * Everybody takes the runs first and their event after them, so that nobody waits in a circle.
 */
export async function resetRuns(tx: Transaction, eventId: string): Promise<void> {
  const unsuccessful = { eventId, status: { not: 'processed' } } as const;
  const where = (await tx.webhookHandlerRun.count({ where: unsuccessful })) ? unsuccessful : { eventId };
  await tx.webhookHandlerRun.updateMany({
    where,
    data: { status: 'pending', attempts: 0, nextAttemptAt: null },
  });
  await lockEvent(tx, eventId);
  const runs = await tx.webhookHandlerRun.findMany({ where: { eventId } });
  const status = runs.length ? eventStatus(runs.map((run) => run.status)) : 'pending';
  if (status !== 'processed') {
    await tx.webhookEvent.update({ where: { id: eventId }, data: { status, processedAt: null } });
  }
}

/** Not FOR UPDATE: that would wait for every handler of the event that has just begun its first run. */
async function lockEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM webhook_events WHERE id = ${eventId}::uuid FOR NO KEY UPDATE`;
}

/** The status of an event whose handlers stand like this; there is at least one. */
export function eventStatus(handlers: readonly WebhookHandlerStatus[]): WebhookEventStatus {
  if (handlers.includes('failed')) return 'failed';
  if (handlers.includes('pending')) return 'pending';
  return handlers.includes('dead') ? 'dead' : 'processed';
}
