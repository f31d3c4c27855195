import { isDatabaseUnavailable } from '../../platform/database/database-errors.js';
import type { BackgroundPrismaService, Transaction } from '../../platform/database/prisma.service.js';
import { HandlerFailure } from './handler-failure.js';

/** How long a run waits for a connection, in ms. */
const CONNECTION_WITHIN_MS = 10_000;
/** The transaction outlives the handler's time a little, in ms, so that the timeout is what is reported. */
const SPARE_MS = 5_000;

/** The transaction that a handler runs in. */
export function runTransaction<T>(
  prisma: BackgroundPrismaService,
  { timeoutMs }: { timeoutMs: number },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(work, { maxWait: CONNECTION_WITHIN_MS, timeout: timeoutMs + SPARE_MS });
}

/**
 * What a handler failed with.
 * @throws the error itself when it is not the handler's fault, or was cut short by a shutdown: then the whole job comes
 *   back, and this attempt with it
 */
export function handlersOwnError(error: unknown, stopping: AbortSignal): unknown {
  if (stopping.aborted) throw error;
  if (error instanceof HandlerFailure) return error.cause;
  if (isDatabaseUnavailable(error)) throw error;
  return error;
}
