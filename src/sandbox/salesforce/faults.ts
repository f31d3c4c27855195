import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.js';
import { sendJson } from '../server.js';

/** `daily-limit`: the calls of the day are used up. `locked`: somebody else is changing the record. */
type RefusalMode = number | 'daily-limit' | 'locked';

/** A fault to happen to the next matching requests. */
export type SalesforceFault = Fault<RefusalMode>;

/** Answers as Salesforce does. */
export async function refuse(reply: FastifyReply, mode: RefusalMode): Promise<void> {
  const [status, errorCode, message] = answerOf(mode);
  await sendJson(reply, status, [{ message, errorCode }]);
}

function answerOf(mode: RefusalMode): [status: number, code: string, message: string] {
  if (mode === 'daily-limit') return [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'];
  if (mode === 'locked') {
    return [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record or 1 records'];
  }
  if (mode === 503) return [mode, 'SERVER_UNAVAILABLE', 'Server is temporarily unavailable'];
  return [mode, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'];
}
