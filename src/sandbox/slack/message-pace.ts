/** @see https://docs.slack.dev/apis/web-api/rate-limits#posting */
const INTERVAL_MS = 1_000;

/** How long the caller is told to wait, in whole seconds. */
export const RETRY_AFTER_SECONDS = 1;

/** One message a second in each channel. */
export class MessagePace {
  private readonly latest = new Map<string, number>();

  /** Whether a message may go there now. */
  take(channel: string): boolean {
    const now = Date.now();
    if (now - (this.latest.get(channel) ?? 0) < INTERVAL_MS) return false;
    this.latest.set(channel, now);
    return true;
  }
}
