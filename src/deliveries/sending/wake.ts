/** Lets one who has nothing to do wait for something to happen. */
export class Wake {
  private happened = false;
  private waiting: (() => void) | undefined;

  /** Something has happened. Remembered until somebody waits for it. */
  now(): void {
    this.happened = true;
    this.waiting?.();
  }

  /** Resolves at once when something has happened since the last time, else when it does, or after `ms`. */
  async within(ms: number): Promise<void> {
    if (!this.happened) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.waiting = undefined;
    this.happened = false;
  }
}
