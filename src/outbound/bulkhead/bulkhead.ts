import { OverloadedError, TimeoutError, type IntegrationErrorOptions } from '../../contracts/errors.js';
import { accountOf, type OutboundCall } from '../outbound-call.js';
import { Turns } from './turns.js';

/** Calls that may wait for each one that may be in flight, and how many at most. */
const QUEUED_PER_SLOT = 20;
const MAX_QUEUED = 2_000;

/** What one account takes up. A connected account may have half of everything only. */
interface Share {
  readonly isConnected: boolean;
  inFlight: number;
  waiting: number;
}

type Go = () => void;

/**
 * Limits the calls in flight to one provider from this process. Those that wait leave in order: interactive ones before
 * those of the background, the accounts in turns, and of one account first come, first served. A connected account gets
 * at most half of the slots and of the queue, rounded up, so that a slow one never takes all.
 */
export class Bulkhead {
  private readonly maxQueued: number;
  private readonly shares = new Map<string, Share>();
  private readonly turns = { interactive: new Turns<Go>(), background: new Turns<Go>() };
  private taken = 0;
  private queued = 0;
  private isHandingOver = false;

  /**
   * @param maxConcurrent calls in flight at once, at least 1
   * @param onOverload told of each call that finds too many waiting
   */
  constructor(
    private readonly provider: string,
    private readonly maxConcurrent: number,
    private readonly onOverload: () => void = () => undefined,
  ) {
    this.maxQueued = Math.min(QUEUED_PER_SLOT * maxConcurrent, MAX_QUEUED);
  }

  /** Calls that hold a slot. */
  get inFlight(): number {
    return this.taken;
  }

  /** Calls that wait for one. */
  get waiting(): number {
    return this.queued;
  }

  /**
   * Takes a slot, to be given back by {@link leave}: at once (`undefined`), or when the promise resolves. It rejects
   * with an OverloadedError when too many calls wait already, with a TimeoutError when the deadline ends the wait, and
   * with the caller's abort reason.
   */
  enter(call: OutboundCall): Promise<void> | undefined {
    const account = accountOf(call);
    const share = this.shareOf(account, call);
    // While slots are being handed over, a newcomer would overtake those who wait for them.
    if (this.isHandingOver || !this.hasRoom(share)) return this.wait(call, account, share);
    this.take(share);
    return undefined;
  }

  /** Gives a slot back. */
  leave(call: OutboundCall): void {
    const account = accountOf(call);
    const share = this.shareOf(account, call);
    this.taken -= 1;
    share.inFlight -= 1;
    this.forgetIfEmpty(account, share);
    if (this.queued === 0 || this.isHandingOver) return;
    this.isHandingOver = true;
    // Not at once: the circuit breaker shall first hear how the call ended, before the next one asks it.
    setImmediate(this.handOver);
  }

  private readonly handOver = (): void => {
    this.isHandingOver = false;
    const mayGo = (account: string) => {
      const share = this.shares.get(account);
      return share !== undefined && this.hasRoom(share);
    };
    while (this.taken < this.maxConcurrent) {
      const go = this.turns.interactive.next(mayGo) ?? this.turns.background.next(mayGo);
      if (!go) return;
      go();
    }
  };

  private shareOf(account: string, { connectionId }: OutboundCall): Share {
    let share = this.shares.get(account);
    if (!share) {
      share = { isConnected: connectionId !== undefined, inFlight: 0, waiting: 0 };
      this.shares.set(account, share);
    }
    return share;
  }

  private forgetIfEmpty(account: string, { inFlight, waiting }: Share): void {
    if (inFlight === 0 && waiting === 0) this.shares.delete(account);
  }

  private hasRoom({ isConnected, inFlight }: Share): boolean {
    return this.taken < this.maxConcurrent && (!isConnected || inFlight < half(this.maxConcurrent));
  }

  private hasPlaceInQueue({ isConnected, waiting }: Share): boolean {
    return this.queued < this.maxQueued && (!isConnected || waiting < half(this.maxQueued));
  }

  private take(share: Share): void {
    this.taken += 1;
    share.inFlight += 1;
  }

  private wait(call: OutboundCall, account: string, share: Share): Promise<void> {
    const { signal } = call.deadline;
    const turns = this.turns[call.priority];
    if (signal.aborted || !this.hasPlaceInQueue(share)) {
      this.forgetIfEmpty(account, share);
      return Promise.reject(signal.aborted ? this.waitEnded(call) : this.overloaded(call));
    }
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        signal.removeEventListener('abort', giveUp);
        this.queued -= 1;
        share.waiting -= 1;
      };
      const go = () => {
        stopWaiting();
        this.take(share);
        resolve();
      };
      const giveUp = () => {
        turns.remove(account, go);
        stopWaiting();
        this.forgetIfEmpty(account, share);
        reject(this.waitEnded(call));
      };
      this.queued += 1;
      share.waiting += 1;
      turns.add(account, go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private overloaded(call: OutboundCall): OverloadedError {
    this.onOverload();
    const message =
      `${this.provider} ${call.operation} was not sent: ${this.taken} calls are in flight and ${this.queued} wait already. ` +
      `Try again later, or raise ${this.variable} if ${this.provider} allows more.`;
    return new OverloadedError(message, this.describe(call));
  }

  private waitEnded(call: OutboundCall): unknown {
    if (!call.deadline.timedOut) return call.deadline.signal.reason;
    const message =
      `${this.provider} ${call.operation} was not sent: its ${Math.round(call.deadline.timeoutMs)} ms were over while it waited for ` +
      `one of the ${this.maxConcurrent} places (${this.variable}). Try again later.`;
    return new TimeoutError(message, { ...this.describe(call), cause: call.deadline.signal.reason });
  }

  private get variable(): string {
    return `${this.provider.replaceAll('-', '_').toUpperCase()}_MAX_CONCURRENT`;
  }

  private describe({ operation, progress }: OutboundCall): IntegrationErrorOptions {
    return { provider: this.provider, operation, attempts: progress.attempts };
  }
}

function half(whole: number): number {
  return Math.ceil(whole / 2);
}
