/** More operations than that are not told apart, so that memory stays bounded. */
const MAX_OPERATIONS = 1_000;

/**
 * Which successful calls are kept: a random share, and the first of each operation in each minute. The share alone would
 * show nothing of an operation that runs a few times a day; the first alone would always show the same moment of a busy one.
 */
export class SuccessSample {
  private readonly seen = new Set<string>();
  private minute = 0;

  /** @param share 0 to 1 */
  constructor(private readonly share: number) {}

  /** Whether to keep this call. @param nowMs milliseconds since 1970 */
  take({ provider, operation }: { provider: string; operation: string }, nowMs: number): boolean {
    return this.isFirst(`${provider} ${operation}`, Math.floor(nowMs / 60_000)) || Math.random() < this.share;
  }

  private isFirst(name: string, minute: number): boolean {
    if (minute !== this.minute) {
      this.minute = minute;
      this.seen.clear();
    }
    if (this.seen.has(name) || this.seen.size >= MAX_OPERATIONS) return false;
    this.seen.add(name);
    return true;
  }
}
