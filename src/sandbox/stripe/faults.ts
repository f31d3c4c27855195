import { type Answer, errorAnswer } from './errors.js';

/** A fault to happen instead of, or after, the next matching request. For tests. */
export interface Fault {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the request is carried out, then the connection breaks instead of an answer
   * - `status`: nothing happens but an answer of `status` with `headers`
   * - `delay`: the request is carried out, `delayMs` after it arrived
   */
  mode: 'delay' | 'reset-after' | 'reset-before' | 'status';
  /** @default 500 */
  status?: number;
  headers?: Record<string, string>;
  /** Milliseconds. @default 1000 */
  delayMs?: number;
  /** How many requests it happens to. @default 1 */
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

  /** The fault that happens to this request, if one does. */
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

/** What Stripe would say with that status. */
export function injectedAnswer(status: number): Answer {
  if (status === 429) {
    return errorAnswer(status, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded.',
    });
  }
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return errorAnswer(status, { type, message: 'An unknown error occurred' });
}
