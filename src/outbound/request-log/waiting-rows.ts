import type { OutboundRequest } from '../../platform/database/generated/client.js';

/** Rows kept in memory at most. */
const MAX_ROWS = 2_000;

/** Rows on their way to the database. When there are too many, successes go first, then the oldest failures. */
export class WaitingRows {
  private failures: OutboundRequest[] = [];
  private successes: OutboundRequest[] = [];
  private dropped = 0;

  get size(): number {
    return this.failures.length + this.successes.length;
  }

  add(row: OutboundRequest): void {
    (row.failed ? this.failures : this.successes).push(row);
    this.dropSurplus();
  }

  /** Takes up to `count` rows out, failures first. */
  take(count: number): OutboundRequest[] {
    const failures = this.failures.splice(0, count);
    return [...failures, ...this.successes.splice(0, count - failures.length)];
  }

  /** Rows that were taken and could not be written: they are older than all that have come since. */
  putBack(rows: readonly OutboundRequest[]): void {
    this.failures = [...rows.filter(({ failed }) => failed), ...this.failures];
    this.successes = [...rows.filter(({ failed }) => !failed), ...this.successes];
    this.dropSurplus();
  }

  /** How many rows were dropped since this was last asked. */
  takeDropped(): number {
    const { dropped } = this;
    this.dropped = 0;
    return dropped;
  }

  private dropSurplus(): void {
    while (this.size > MAX_ROWS) {
      (this.successes.length ? this.successes : this.failures).shift();
      this.dropped += 1;
    }
  }
}
