import type { OutboundCall } from './outbound-call.js';
import { unanswered } from './outbound-errors.js';
import { failureOf } from './transport/transport-failure.js';

/**
 * Waits for work that is done for several calls at once, no longer than one call's own deadline. The work goes on.
 * @throws TimeoutError when the time of the call was up
 * @throws the caller's abort reason
 */
export async function beforeDeadline<T>(call: OutboundCall, work: Promise<T>): Promise<T> {
  const { signal } = call.deadline;
  let onAbort!: () => void;
  const over = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(overdue(call));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function overdue(call: OutboundCall): unknown {
  const { deadline } = call;
  return deadline.abandoned ? deadline.signal.reason : unanswered(call, failureOf(deadline, 'not_sent'));
}
