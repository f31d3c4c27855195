/** So many at once, then so many a second. */
export class TokenBucket {
  private tokens: number;
  private filledAtMs = performance.now();

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.tokens = burst;
  }

  /** Takes a token; `false` when there is none. */
  take(): boolean {
    const nowMs = performance.now();
    const filled = ((nowMs - this.filledAtMs) / 1_000) * this.perSecond;
    this.tokens = Math.min(this.burst, this.tokens + filled);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
