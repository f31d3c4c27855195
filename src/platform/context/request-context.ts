import { ClsServiceManager, type ClsStore } from 'nestjs-cls';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

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
  keys?: DerivedKeys;
}

/** Where the idempotency keys of calls come from that name none. */
interface DerivedKeys {
  /** The same whenever this very work is done again. */
  readonly origin: string;
  /** How many calls each operation has made so far. */
  readonly calls: Map<string, number>;
}

/** The namespace of derived keys; any constant UUID would do (RFC 9562, 5.5). */
const KEY_NAMESPACE = '5b0ad1f2-6f0c-4c0e-9a57-64b1d7b0f3c1';

/** The id of the request or job at hand; `undefined` outside of any. */
export function requestId(): string | undefined {
  return workAtHand()?.requestId;
}

/** Runs `work`, and everything that it starts, under a request id. Limits that hold already go on holding. */
export function runWithRequestId<T>(id: string, work: () => T): T {
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ ...workAtHand(), requestId: id }, work);
}

/** Runs `work`, and everything that it starts, as a request of its own. */
export function runRequest<T>(id: string, limits: WorkLimits, work: () => T): T {
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ requestId: id, limits }, work);
}

/** The limits of the request or job at hand; `undefined` outside of any. */
export function workLimits(): WorkLimits | undefined {
  return workAtHand()?.limits;
}

/** Runs `work`, and everything that it starts, within limits. */
export function runWithinLimits<T>(limits: WorkLimits, work: () => T): T {
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ ...workAtHand(), limits }, work);
}

/**
 * Runs `work`, and gives its outbound calls idempotency keys that are the same when the work is done again: derived from
 * `origin`, the operation, and how many calls of that operation came before.
 */
export function runWithDerivedKeys<T>(origin: string, work: () => T): T {
  const keys = { origin, calls: new Map<string, number>() };
  return ClsServiceManager.getClsService<WorkAtHand>().runWith({ ...workAtHand(), keys }, work);
}

/** The key of the next call of an operation; `undefined` outside of {@link runWithDerivedKeys}. */
export function derivedIdempotencyKey(operation: string): string | undefined {
  const keys = workAtHand()?.keys;
  if (!keys) return undefined;
  const before = keys.calls.get(operation) ?? 0;
  keys.calls.set(operation, before + 1);
  return uuidv5(`${keys.origin}\n${operation}\n${before}`, KEY_NAMESPACE);
}

/** The whole store at once: looking single keys up by their path costs every call more than all of this. */
function workAtHand(): WorkAtHand | undefined {
  return ClsServiceManager.getClsService<WorkAtHand>().get();
}

/** The caller's `X-Request-ID` if it is acceptable, else a new one: a UUID in the order of time, which indexes like. */
export function acceptRequestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && ACCEPTABLE_ID.test(header) ? header : uuidv7();
}
