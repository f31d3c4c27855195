import type { Clock } from '../clock.js';
import type { AttemptTimeouts } from '../outbound-call.js';
import type { FailureReason } from './transport-failure.js';

type Phase = 'connect' | 'headers' | 'body';

interface Wait {
  readonly limit: keyof AttemptTimeouts;
  readonly reason: FailureReason;
  readonly message: string;
}

const WAITS: Readonly<Record<Phase, Wait>> = {
  connect: { limit: 'connectMs', reason: 'connect_timeout', message: 'no connection' },
  headers: { limit: 'headersMs', reason: 'headers_timeout', message: 'no answer' },
  body: { limit: 'bodyMs', reason: 'body_timeout', message: 'nothing more of the answer' },
};

/**
 * Watches how long an attempt waits for its connection, its headers and each piece of its body. One timer does for all
 * three: when it fires, it looks how long the present wait has lasted and, if that is not too long, is set for the rest.
 * An ordinary attempt is over before it ever fires. (undici's own timers are off: they are up to a second late.)
 */
export class AttemptWatch {
  private phase: Phase = 'connect';
  private sinceMs: number;
  private stopClock: () => void;

  /** @param onTimeout told of a wait that was too long */
  constructor(
    private readonly timeouts: AttemptTimeouts,
    private readonly clock: Clock,
    private readonly onTimeout: (reason: FailureReason, cause: Error) => void,
  ) {
    this.sinceMs = clock.nowMs();
    const { connectMs, headersMs, bodyMs } = timeouts;
    this.stopClock = clock.after(Math.min(connectMs, headersMs, bodyMs), this.look);
  }

  /** A wait is over and the next begins. */
  enter(phase: Phase): void {
    this.phase = phase;
    this.sinceMs = this.clock.nowMs();
  }

  stop(): void {
    this.stopClock();
  }

  private readonly look = (): void => {
    const { limit, reason, message } = WAITS[this.phase];
    const limitMs = this.timeouts[limit];
    const leftMs = this.sinceMs + limitMs - this.clock.nowMs();
    if (leftMs > 0) this.stopClock = this.clock.after(Math.ceil(leftMs), this.look);
    else this.onTimeout(reason, new Error(`${message} within ${limitMs} ms`));
  };
}
