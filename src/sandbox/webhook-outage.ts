const QUIET_MS = 5_000;

/**
 * Knows how long nobody has listened to webhooks. Only when that lasts is it worth a line in the log: Hookline may have
 * been started together with the sandbox, and take longer.
 */
export class WebhookOutage {
  private since: number | undefined;

  /** Hears how an attempt went. Returns whether its fault should be logged. */
  isRemarkable(fault: string | undefined, now: number): boolean {
    if (!fault?.includes('ECONNREFUSED')) {
      this.since = undefined;
      return fault !== undefined;
    }
    this.since ??= now;
    return now - this.since >= QUIET_MS;
  }
}
