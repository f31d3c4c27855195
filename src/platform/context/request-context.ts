import { randomUUID } from 'node:crypto';
import { ClsServiceManager, type ClsStore } from 'nestjs-cls';

/**
 * What belongs to the request or job at hand, carried along by nestjs-cls without being passed on: its id goes into
 * log lines, jobs and outbound calls; its deadline bounds them.
 */

/** Ids from outside are taken as they are when they are short and harmless in a header and a log line. */
const ACCEPTABLE_ID = /^[\w.:/+=@-]{1,128}$/;

/** What the request or job at hand allows to whatever is done for it. */
export interface WorkLimits {
  /** Nobody waits for it in person, so it stands back behind what somebody waits for. */
  readonly background: boolean;
  /** When it has to be over, in `performance.now()` milliseconds. */
  readonly endsAtMs?: number;
}

interface WorkAtHand extends ClsStore {
  requestId?: string;
  limits?: WorkLimits;
}

/** The id of the request or job at hand; `undefined` outside of any. */
export function requestId(): string | undefined {
  return workAtHand()?.requestId;
}

/** Runs `work`, and everything that it starts, under a request id. Limits that hold already go on holding. */
export function runWithRequestId<T>(id: string, work: () => T): T {
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ ...workAtHand(), requestId: id }, work);
}

/** The limits of the request or job at hand; `undefined` outside of any. */
export function workLimits(): WorkLimits | undefined {
  return workAtHand()?.limits;
}

/** Runs `work`, and everything that it starts, within limits. */
export function runWithinLimits<T>(limits: WorkLimits, work: () => T): T {
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ ...workAtHand(), limits }, work);
}

/** The whole store at once: looking single keys up by their path costs every call more than all of this. */
function workAtHand(): WorkAtHand | undefined {
  return ClsServiceManager.getClsService<WorkAtHand>().get();
}

/** The caller's `X-Request-ID` if it is acceptable, else a new one. */
export function acceptRequestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && ACCEPTABLE_ID.test(header) ? header : randomUUID();
}
