const MINUTE_MS = 60_000;

/** So many requests a minute, counted from the first one. */
export class RequestPace {
  private endsAtMs = 0;
  private counted = 0;

  constructor(private readonly perMinute: number) {}

  /** Counts a request. Returns how long to wait, in whole seconds, if it is one too many. */
  take(): number | undefined {
    const now = Date.now();
    if (now >= this.endsAtMs) {
      this.endsAtMs = now + MINUTE_MS;
      this.counted = 0;
    }
    this.counted += 1;
    return this.counted > this.perMinute ? Math.ceil((this.endsAtMs - now) / 1000) : undefined;
  }
}
