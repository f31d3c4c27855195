import { setTimeout as sleep } from 'node:timers/promises';

/** How long a shutdown waits for the last rows, in ms. */
const SHUTDOWN_MS = 2_000;

/** Rows that wait in memory, of somebody who can write them. */
export interface DeferredRows {
  isEmpty(): boolean;
  /** Writes what waits. Returns early while the database is away; never throws. */
  write(): Promise<void>;
  /** How long the next row waits for others, in ms. */
  delayMs(): number;
}

/**
 * Says when rows that wait in memory are written: together, a moment after the first has come; one writing at a time;
 * and a last time at shutdown. What is never written is whatever its owner can do without.
 */
export class WriteBehind {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(private readonly rows: DeferredRows) {}

  /** A row has come. The timer keeps no process alive. */
  soon(): void {
    this.timer ??= setTimeout(() => void this.now(), this.rows.delayMs()).unref();
  }

  /** Writes what waits. Resolves when it is written, or when the database turns out to be away. */
  now(): Promise<void> {
    this.stop();
    return (this.writing ??= this.rows.write().finally(() => {
      this.writing = undefined;
      if (!this.rows.isEmpty()) this.soon();
    }));
  }

  /** After the last request was answered and the last job has run: writes once more, for 2 s at most. */
  async last(): Promise<void> {
    await Promise.race([this.now(), sleep(SHUTDOWN_MS, undefined, { ref: false })]);
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
