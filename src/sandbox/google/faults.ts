import { GoogleApiError } from './errors.js';

/** A fault to happen instead of, or after, the next matching call of the API. For tests. */
export interface Fault {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the call is carried out, then the connection breaks instead of an answer
   * - `delay`: the call is carried out, `delayMs` after it arrived
   * - a status: nothing happens but an error of that status
   */
  mode: 'reset-before' | 'reset-after' | 'delay' | number;
  /** What the error gives as its reason. @default what Google mostly means by the status */
  reason?: string;
  /** Milliseconds. @default 1000 */
  delayMs?: number;
  /** How many calls it happens to. @default 1 */
  times?: number;
}

/** The faults that are still to happen, oldest first. */
export class Faults {
  private pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.pending = [];
  }

  /** The fault that happens to this call, if one does. */
  take(method: string, path: string): Fault | undefined {
    const match = this.pending.find(
      ({ fault }) => (!fault.method || fault.method === method) && (!fault.path || fault.path.test(path)),
    );
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'authError',
  403: 'userRateLimitExceeded',
  404: 'notFound',
  409: 'duplicate',
  410: 'deleted',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
};

/** @see https://developers.google.com/workspace/calendar/api/guides/errors */
const MESSAGES: Readonly<Record<string, string>> = {
  authError: 'Invalid Credentials',
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  quotaExceeded: 'Calendar usage limits exceeded.',
  backendError: 'Backend Error',
  notFound: 'Not Found',
};

/** What Google would say with that status. */
export function injectedError(status: number, given: string | undefined): GoogleApiError {
  const reason = given ?? REASONS[status] ?? (status >= 500 ? 'backendError' : 'badRequest');
  const isOfUsage = /exceeded$/i.test(reason);
  return new GoogleApiError(
    status,
    reason,
    MESSAGES[reason] ?? 'Bad Request',
    isOfUsage ? { domain: 'usageLimits' } : {},
  );
}
