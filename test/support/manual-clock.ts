import type { Clock } from '../../src/outbound/clock.js';

interface Timer {
  atMs: number;
  work: () => void;
}

/** A clock that stands until it is moved, so that a test of an hour's wait takes no time. */
export class ManualClock implements Clock {
  private elapsedMs = 0;
  private readonly timers = new Set<Timer>();

  /** @param startedAt what {@link dateMs} tells at first, in ms since 1970 */
  constructor(private readonly startedAt = Date.UTC(2026, 10, 21)) {}

  nowMs = (): number => this.elapsedMs;

  dateMs = (): number => this.startedAt + this.elapsedMs;

  after = (ms: number, work: () => void): (() => void) => {
    const timer = { atMs: this.elapsedMs + ms, work };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  };

  sleep = (ms: number, signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve(false);
      const callOff = this.after(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve(true);
      });
      const abort = () => {
        callOff();
        resolve(false);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });

  /** How many timers are waiting: 0 once everything has been cleared away. */
  get waiting(): number {
    return this.timers.size;
  }

  /** Moves on by `ms`; timers fire in their order, and what they set off may set new ones on the way. */
  async advance(ms: number): Promise<void> {
    const endMs = this.elapsedMs + ms;
    for (;;) {
      const [next] = [...this.timers].filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.timers.delete(next);
      this.elapsedMs = Math.max(this.elapsedMs, next.atMs);
      next.work();
      await settle();
    }
    this.elapsedMs = endMs;
    await settle();
  }
}

/** Lets promises that have become ready run. */
function settle(): Promise<void> {
  return new Promise((turn) => setImmediate(turn));
}
