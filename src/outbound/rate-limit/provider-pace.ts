import type { RateLimitReading } from './rate-limit-reading.js';

/** Below this part of its limit, what a provider has left is spread over the time to its reset. */
const SCARCE = 0.2;
/** Resets are told in whole seconds: two that differ by less are the same one, and less cannot be spread over. */
const RESET_PRECISION_MS = 1_000;
const SPREAD_FROM_MS = 2 * RESET_PRECISION_MS;

/** Slows down by what the provider's own headers say is left, before it refuses. */
export class ProviderPace {
  private limit: number | undefined;
  private remaining = Infinity;
  private resetAtMs = -Infinity;
  private lastStartMs = 0;

  /**
   * Until a call may leave, in ms. Calls in flight count as not yet in what is `remaining`, since they may not be.
   */
  waitMs(nowMs: number, inFlight: number): number {
    if (nowMs >= this.resetAtMs) return 0;
    const free = this.remaining - inFlight;
    const untilResetMs = this.resetAtMs - nowMs;
    if (free <= 0) return untilResetMs;
    if (!this.isScarce || untilResetMs < SPREAD_FROM_MS) return 0;
    const nextStartMs = this.lastStartMs + (this.resetAtMs - this.lastStartMs) / (free + 1);
    return Math.max(0, nextStartMs - nowMs);
  }

  onStart(nowMs: number): void {
    this.lastStartMs = nowMs;
  }

  /** Takes note of an answer. Answers overtake each other: within a window, the lowest count is the latest. */
  observe({ limit, remaining, resetMs }: RateLimitReading, nowMs: number): void {
    if (remaining === undefined || !resetMs) return;
    const resetAtMs = nowMs + resetMs;
    const sameWindow = nowMs < this.resetAtMs && Math.abs(resetAtMs - this.resetAtMs) <= RESET_PRECISION_MS;
    this.limit = limit;
    this.remaining = sameWindow ? Math.min(this.remaining, remaining) : remaining;
    if (!sameWindow) this.resetAtMs = resetAtMs;
  }

  private get isScarce(): boolean {
    return this.limit !== undefined && this.remaining < this.limit * SCARCE;
  }
}
