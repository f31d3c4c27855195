import { Worker } from 'node:worker_threads';

/** What becomes due when. */
export interface Pace {
  /** ms since 1970 */
  startEpochMs: number;
  perSecond: number;
  count: number;
}

/** Tells when the next delivery of an open loop is due. */
export class Pacer {
  private due = -1;
  private readonly waiting = new Map<number, () => void>();

  constructor(pace: Pace) {
    const thread = new Worker(new URL('./pacer-thread.js', import.meta.url), { workerData: pace });
    thread.on('message', (index: number) => {
      this.due = index;
      this.waiting.get(index)?.();
      this.waiting.delete(index);
    });
  }

  /** Resolves when the delivery with this index is due; at once when it was due before. */
  async until(index: number): Promise<void> {
    if (index > this.due) await new Promise<void>((resolve) => this.waiting.set(index, resolve));
  }
}
