/** A fault to happen instead of, or after, the next matching request. For tests. */
export interface Fault {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path, that of the token included */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the request is carried out, then the connection breaks instead of an answer
   * - `delay`: the request is carried out, `delayMs` after it arrived
   * - a number: nothing happens but PayPal's answer of this HTTP status, from 400
   */
  mode: 'delay' | 'reset-after' | 'reset-before' | number;
  /** How many requests it happens to. @default 1 */
  times?: number;
  /** Milliseconds. @default 1000 */
  delayMs?: number;
}

/** The faults that are still to happen, oldest first. */
export class Faults {
  private pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
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
