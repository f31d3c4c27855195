import type { Clock } from '../../src/outbound/clock.js';
import type { RateLimitStore, Taken, WindowCount } from '../../src/outbound/rate-limit/rate-limit-store.js';

interface Window {
  counted: number;
  endsAtMs: number;
}

/** A store of limits that goes by a test's clock. Like Redis: a window begins with its first call. */
export class WindowStore implements RateLimitStore {
  /** Trips to the store so far. */
  trips = 0;
  private readonly windows = new Map<string, Window>();
  private readonly pauses = new Map<string, number>();

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  take = async (key: string, wanted: number, windowSeconds: number): Promise<Taken> => {
    this.trips += 1;
    return this.count(key, wanted, windowSeconds);
  };

  look = async (key: string): Promise<WindowCount | undefined> => {
    this.trips += 1;
    const window = this.current(key);
    return window && { counted: window.counted, endsInMs: window.endsAtMs - this.clock.nowMs() };
  };

  pause = async (key: string, ms: number): Promise<void> => {
    this.trips += 1;
    this.pauses.set(key, Math.max(this.pauses.get(key) ?? 0, this.clock.nowMs() + ms));
  };

  /** {@link take}, at once. */
  count(key: string, wanted: number, windowSeconds: number): Taken {
    const nowMs = this.clock.nowMs();
    const window = this.current(key) ?? { counted: 0, endsAtMs: nowMs + windowSeconds * 1000 };
    window.counted += wanted;
    this.windows.set(key, window);
    const pausedMs = Math.max(0, (this.pauses.get(key) ?? 0) - nowMs);
    return { counted: window.counted, endsInMs: window.endsAtMs - nowMs, pausedMs };
  }

  private current(key: string): Window | undefined {
    const window = this.windows.get(key);
    return window && window.endsAtMs > this.clock.nowMs() ? window : undefined;
  }
}
