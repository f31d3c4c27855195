import type { Priority } from '../outbound-call.js';
import type { WindowCount } from './rate-limit-store.js';

/** How many calls a window allows, and how long it lasts. */
export interface WindowLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** The part of each window that background calls may use; the rest is kept for those that a person waits for. */
const BACKGROUND_SHARE = 0.8;
/** A block is this part of the limit, or as many as wait. Larger ones lie idle in one replica, smaller ones cost trips. */
const BLOCKS_PER_WINDOW = 20;
/**
 * After the end of a window in which we had tokens, the next one is left alone for so long, in ms: the provider's window
 * began when our first call arrived there, which is later than ours did.
 */
export const WINDOW_GUARD_MS = 40;

/** A limit of calls a minute, as a limit for each window of the provider's; at least 1. */
export function windowLimit(perMinute: number, windowSeconds: number): WindowLimit {
  return { limit: Math.max(1, Math.floor((perMinute * windowSeconds) / 60)), windowSeconds };
}

/**
 * The calls that this replica has been granted in the window at hand. The store numbers all calls of a window, over all
 * replicas; those with a number up to the background share are common, those from there to the limit are reserved for
 * interactive calls. A grant ends with its window. Pure arithmetic: the trips to the store are the bucket's.
 */
export class TokenBlocks {
  private common = 0;
  private reserved = 0;
  /** The end of the window that the tokens are of. */
  private endsAtMs = -Infinity;
  /** When to ask again, because the window has none left: at all, and for background calls. */
  private emptyUntilMs = -Infinity;
  private backgroundEmptyUntilMs = -Infinity;
  private readonly backgroundLimit: number;

  constructor(readonly rule: WindowLimit) {
    this.backgroundLimit = Math.max(1, Math.floor(rule.limit * BACKGROUND_SHARE));
  }

  /** Until there is a token, in ms: 0 when one is here, `Infinity` when only the store knows. */
  waitMs(priority: Priority, nowMs: number): number {
    if (this.available(priority, nowMs) > 0) return 0;
    const untilMs = this.closedUntilMs(priority, nowMs);
    return untilMs > nowMs ? untilMs - nowMs : Infinity;
  }

  /** The least that a call with so many others ahead of it has to wait, in ms. */
  knownWaitMs(priority: Priority, ahead: number, nowMs: number): number {
    const windowsAhead = Math.floor(ahead / this.rule.limit);
    const untilMs = this.closedUntilMs(priority, nowMs);
    if (this.available(priority, nowMs) === 0 && untilMs > nowMs) {
      return untilMs - nowMs + windowsAhead * this.windowMs;
    }
    // How much is left of this window is not known: those ahead may all be through it in no time.
    return Math.max(0, windowsAhead - 1) * this.windowMs;
  }

  /** Spends a token; only while {@link waitMs} is 0. Interactive calls spend first what only they may. */
  spend(priority: Priority): void {
    if (priority === 'interactive' && this.reserved > 0) this.reserved -= 1;
    else this.common -= 1;
  }

  /** How many to ask for when so many wait. */
  wanted(waiting: number): number {
    return Math.min(this.rule.limit, Math.max(waiting, Math.ceil(this.rule.limit / BLOCKS_PER_WINDOW)));
  }

  /**
   * How many to ask for when only background calls wait, by where the window stands: asking for more than their share
   * would take from what is reserved. 0 when it is used up.
   */
  wantedInBackground(waiting: number, count: WindowCount | undefined, nowMs: number): number {
    const room = this.backgroundLimit - (count?.counted ?? 0);
    if (room > 0) return Math.min(this.wanted(waiting), room);
    this.backgroundEmptyUntilMs = nowMs + (count?.endsInMs ?? 0) + WINDOW_GUARD_MS;
    return 0;
  }

  /**
   * Takes in what the store has granted: of the calls number `counted - wanted + 1` to `counted`, those within the limit.
   * @param askedAtMs the window may have ended so much earlier than `endsInMs` after the answer
   */
  add({ counted, endsInMs }: WindowCount, wanted: number, askedAtMs: number, nowMs: number): void {
    const before = counted - wanted;
    const granted = between(before, this.rule.limit, wanted);
    const common = between(before, this.backgroundLimit, granted);
    this.dropEnded(nowMs);
    const hasTokens = this.common + this.reserved > 0;
    this.endsAtMs = hasTokens ? Math.min(this.endsAtMs, askedAtMs + endsInMs) : askedAtMs + endsInMs;
    this.common += common;
    this.reserved += granted - common;
    // Whoever began the window heard of it about as late as we did, and the provider even later.
    const tripMs = nowMs - askedAtMs;
    const nextWindowMs = nowMs + endsInMs + tripMs + WINDOW_GUARD_MS;
    if (counted >= this.rule.limit) this.emptyUntilMs = nextWindowMs;
    if (counted >= this.backgroundLimit) this.backgroundEmptyUntilMs = nextWindowMs;
  }

  private available(priority: Priority, nowMs: number): number {
    if (nowMs >= this.endsAtMs) return 0;
    return priority === 'background' ? this.common : this.common + this.reserved;
  }

  private closedUntilMs(priority: Priority, nowMs: number): number {
    const guardedUntilMs = nowMs >= this.endsAtMs ? this.endsAtMs + WINDOW_GUARD_MS : -Infinity;
    const shareUntilMs = priority === 'background' ? this.backgroundEmptyUntilMs : -Infinity;
    return Math.max(this.emptyUntilMs, guardedUntilMs, shareUntilMs);
  }

  private dropEnded(nowMs: number): void {
    if (nowMs < this.endsAtMs) return;
    this.common = 0;
    this.reserved = 0;
  }

  private get windowMs(): number {
    return this.rule.windowSeconds * 1000;
  }
}

/** How many of `wanted` numbers after `before` are within `limit`. */
function between(before: number, limit: number, wanted: number): number {
  return Math.max(0, Math.min(wanted, limit - before));
}
