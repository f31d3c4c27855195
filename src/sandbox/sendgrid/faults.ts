/** Something to go wrong with the next matching requests. For tests. */
export interface Fault {
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the request is carried out, then the connection breaks instead of an answer
   * - `delay`: the request is carried out, `delayMs` after it arrived
   * - a number: nothing happens but an answer of that status
   */
  mode: 'reset-before' | 'reset-after' | 'delay' | number;
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
  take(path: string): Fault | undefined {
    const match = this.pending.find(({ fault }) => fault.path?.test(path) ?? true);
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }
}
