import { randomUUID } from 'node:crypto';
import { ClsServiceManager } from 'nestjs-cls';

/**
 * What belongs to the request or job at hand, carried along by nestjs-cls without being passed on: its id goes into
 * log lines, jobs and outbound calls.
 */

const REQUEST_ID = 'requestId';

/** Ids from outside are taken as they are when they are short and harmless in a header and a log line. */
const ACCEPTABLE_ID = /^[\w.:/+=@-]{1,128}$/;

/** The id of the request or job at hand; `undefined` outside of any. */
export function requestId(): string | undefined {
  const cls = ClsServiceManager.getClsService();
  return cls.isActive() ? cls.get<string | undefined>(REQUEST_ID) : undefined;
}

/** Runs `work`, and everything that it starts, under a request id. */
export function runWithRequestId<T>(id: string, work: () => T): T {
  return ClsServiceManager.getClsService().run(() => {
    ClsServiceManager.getClsService().set(REQUEST_ID, id);
    return work();
  });
}

/** The caller's `X-Request-ID` if it is acceptable, else a new one. */
export function acceptRequestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && ACCEPTABLE_ID.test(header) ? header : randomUUID();
}
