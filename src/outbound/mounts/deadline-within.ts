import { Deadline } from '../deadline.js';

/** What an SDK says of one request's limits. */
export interface RequestLimits {
  /** Gives the request up. */
  readonly signal?: AbortSignal | undefined;
  /** In ms; more than 0. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs `work` under a deadline that also ends at an SDK's own limits. A signal means that the caller gave up; a time
 * that is up stays one, whoever set it, because only then a lost answer to a write counts as an unknown outcome.
 */
export async function withinDeadline<T>(
  outer: Deadline,
  { signal, timeoutMs = Infinity }: RequestLimits,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const leftMs = outer.remainingMs();
  if (outer.signal.aborted || (!signal && timeoutMs >= leftMs)) return work(outer);
  const caller = new AbortController();
  const onSignal = () => caller.abort(signal?.reason);
  const onOuter = () => outer.abandoned && caller.abort(outer.signal.reason);
  if (signal?.aborted) onSignal();
  signal?.addEventListener('abort', onSignal, { once: true });
  outer.signal.addEventListener('abort', onOuter, { once: true });
  const deadline = new Deadline(Math.ceil(Math.min(timeoutMs, leftMs)), caller.signal);
  try {
    return await work(deadline);
  } finally {
    deadline.clear();
    signal?.removeEventListener('abort', onSignal);
    outer.signal.removeEventListener('abort', onOuter);
  }
}
