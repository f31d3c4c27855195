import { systemClock, type Clock } from './clock.js';

/** When a call must be over: its time is up or its caller gives up, whichever comes first, joined into one signal. */
export class Deadline {
  /** Aborts at the end of the time, or with the caller's own reason. */
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly endsAtMs: number;
  private readonly stopClock: () => void;
  private timeIsUp = false;

  /** Starts the clock. Call {@link clear} when the call is over. */
  constructor(
    readonly timeoutMs: number,
    private readonly caller?: AbortSignal,
    private readonly clock: Clock = systemClock,
  ) {
    this.signal = this.controller.signal;
    this.endsAtMs = clock.nowMs() + timeoutMs;
    this.stopClock = clock.after(timeoutMs, this.onTimeUp);
    caller?.addEventListener('abort', this.onCallerAbort, { once: true });
    if (caller?.aborted) this.onCallerAbort();
  }

  /** The time is up; `false` when the caller gave up before that. */
  get timedOut(): boolean {
    return this.timeIsUp;
  }

  /** The caller gave up before the time was up. */
  get abandoned(): boolean {
    return this.signal.aborted && !this.timeIsUp;
  }

  /** What is left, in milliseconds; 0 once it is over. */
  remainingMs(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.endsAtMs - this.clock.nowMs());
  }

  /** Stops the clock and lets go of the caller's signal. */
  clear(): void {
    this.stopClock();
    this.caller?.removeEventListener('abort', this.onCallerAbort);
  }

  private readonly onTimeUp = (): void => {
    this.timeIsUp = !this.signal.aborted;
    this.controller.abort(new DOMException(`No more time after ${this.timeoutMs} ms`, 'TimeoutError'));
  };

  private readonly onCallerAbort = (): void => {
    this.stopClock();
    this.controller.abort(this.caller?.reason);
  };
}
