import type { RateLimitError } from '../../contracts/errors.js';
import type { Clock } from '../clock.js';
import type { OutboundCall, Priority } from '../outbound-call.js';

/** How long a call waits for its turn unless it may wait for as long as its deadline lasts, in ms. */
const MAX_WAIT_MS = 10_000;

/** What a turn needs of the bucket that it waits for. */
export interface TurnHooks {
  /** It is over, however it ended. */
  onEnd(turn: Turn): void;
  /** What a call is told that does not get its turn. */
  refusal(call: OutboundCall): RateLimitError;
}

/** A call that waits: it ends by its turn, by its patience, by its deadline or by its caller, whichever comes first. */
export class Turn {
  readonly priority: Priority;
  /** When it would rather fail than wait on, in ms of the clock. */
  readonly giveUpAtMs: number;
  /** The era in which the turn came. Rejects with RateLimitError, or with the caller's reason. */
  readonly era: Promise<number>;
  private readonly resolve: (era: number) => void;
  private readonly reject: (reason: unknown) => void;
  private readonly callOffPatience: () => void;

  constructor(
    private readonly call: OutboundCall,
    readonly sinceMs: number,
    clock: Clock,
    private readonly hooks: TurnHooks,
  ) {
    const { deadline, mayWait, priority } = call;
    this.priority = priority;
    this.giveUpAtMs = giveUpAtMs(call, sinceMs);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.era = promise;
    this.resolve = resolve;
    this.reject = reject;
    // The deadline has a timer of its own, which ends the wait by its signal.
    this.callOffPatience = mayWait ? () => undefined : clock.after(MAX_WAIT_MS, () => this.giveUp());
    deadline.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  /** It is the call's turn. */
  go(era: number): void {
    this.end();
    this.resolve(era);
  }

  /** The turn comes too late, or not at all. */
  giveUp(): void {
    this.end();
    this.reject(this.hooks.refusal(this.call));
  }

  private readonly onAbort = (): void => {
    const { deadline } = this.call;
    if (deadline.timedOut) return this.giveUp();
    this.end();
    this.reject(deadline.signal.reason);
  };

  private end(): void {
    this.callOffPatience();
    this.call.deadline.signal.removeEventListener('abort', this.onAbort);
    this.hooks.onEnd(this);
  }
}

/** When a call that begins to wait now would rather fail than wait on, in ms of the clock. */
export function giveUpAtMs({ deadline, mayWait }: OutboundCall, nowMs: number): number {
  return nowMs + Math.min(mayWait ? Infinity : MAX_WAIT_MS, deadline.remainingMs());
}
