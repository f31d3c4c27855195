import { RateLimitError } from '../../contracts/errors.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { Clock } from '../clock.js';
import type { OutboundCall, Priority } from '../outbound-call.js';
import { ProviderPace } from './provider-pace.js';
import { ProviderPause } from './provider-pause.js';
import type { RateLimitReading } from './rate-limit-reading.js';
import type { RateLimitStore } from './rate-limit-store.js';
import { TokenBlocks, type WindowLimit } from './token-blocks.js';
import { Turn, giveUpAtMs, type TurnHooks } from './turn.js';
import { WaitingLine } from './waiting-line.js';

/** Beyond so many that wait for one account, a call is refused at once. */
const MAX_WAITING = 10_000;

/** What is told to the metrics. */
export interface RateLimitEvents {
  /** The provider has refused a call because there were too many. */
  onThrottled(provider: string): void;
  /** A call has waited for its turn, whether or not it got it. */
  onWait(provider: string, seconds: number): void;
}

/** What a bucket works with. */
export interface RateLimitMeans {
  readonly store: RateLimitStore;
  readonly logger: Logger;
  readonly events: RateLimitEvents;
  readonly clock: Clock;
}

/** Whose calls a bucket holds. */
export interface BucketOwner {
  readonly provider: string;
  readonly account: string;
}

/**
 * The turnstile of one account at one provider. A call leaves when the provider has not asked for a pause, its headers
 * show room, and, where a limit is configured, there is a token; until then it waits in line.
 */
export class RateLimitBucket implements TurnHooks {
  private readonly pause = new ProviderPause();
  private readonly pace = new ProviderPace();
  private readonly tokens: TokenBlocks | undefined;
  private readonly line = new WaitingLine<Turn>();
  private inFlight = 0;
  private refilling = false;
  private wakeAtMs = Infinity;
  private callOffWake: () => void = () => undefined;

  /** @param limit `undefined` without a configured limit: then nothing is asked of the store */
  constructor(
    private readonly key: string,
    private readonly owner: BucketOwner,
    limit: WindowLimit | undefined,
    private readonly means: RateLimitMeans,
  ) {
    this.tokens = limit && new TokenBlocks(limit);
  }

  /** Grows with each pause: a call that began in another era has not seen the last one. */
  get era(): number {
    return this.pause.era;
  }

  /**
   * Lets a call pass; {@link leave} must follow when it is over.
   * @returns `undefined` when it may leave at once; else a promise of the era in which its turn comes. It rejects with
   *   RateLimitError as soon as the wait is known to be too long, or with the caller's own reason to give up.
   */
  enter(call: OutboundCall): Promise<number> | undefined {
    const nowMs = this.means.clock.nowMs();
    if (this.line.ahead(call.priority) > 0 || this.waitMs(call.priority, nowMs) > 0) {
      return this.wait(call, nowMs);
    }
    this.start(call.priority, nowMs);
    return undefined;
  }

  /** A call is over: with what its answer said of the limit, or without an answer. */
  leave(era: number, reading: RateLimitReading | undefined): void {
    this.inFlight -= 1;
    if (reading) this.observe(reading, era);
    if (this.line.length > 0) this.serve();
  }

  private start(priority: Priority, nowMs: number): void {
    this.inFlight += 1;
    this.tokens?.spend(priority);
    this.pace.onStart(nowMs);
  }

  /** Until the first of a line may leave, in ms; `Infinity` when that is for an answer to say. */
  private waitMs(priority: Priority, nowMs: number): number {
    return this.providerWaitMs(nowMs) || (this.tokens?.waitMs(priority, nowMs) ?? 0);
  }

  private providerWaitMs(nowMs: number): number {
    return Math.max(this.pause.waitMs(nowMs, this.inFlight), this.pace.waitMs(nowMs, this.inFlight));
  }

  private observe(reading: RateLimitReading, era: number): void {
    const { clock, events, logger, store } = this.means;
    const nowMs = clock.nowMs();
    this.pace.observe(reading, nowMs);
    if (reading.throttled) events.onThrottled(this.owner.provider);
    const pauseMs = this.pause.observe(reading, era, nowMs, this.inFlight);
    if (pauseMs === undefined) return;
    logger.warn(
      { event: 'rate_limit_pause', ...this.owner, wait_ms: pauseMs },
      `${this.owner.provider} asks to slow down. No call leaves for this account meanwhile`,
    );
    if (this.tokens) void store.pause(this.key, pauseMs, this.tokens.rule.windowSeconds);
    this.dismissHopeless(nowMs);
  }

  private async wait(call: OutboundCall, nowMs: number): Promise<number> {
    const { deadline, priority } = call;
    if (deadline.abandoned) throw deadline.signal.reason;
    const knownMs = this.knownWaitMs(this.line.ahead(priority), priority, nowMs);
    const isTooLate = deadline.timedOut || nowMs + knownMs > giveUpAtMs(call, nowMs);
    if (isTooLate || this.line.length >= MAX_WAITING) throw this.refusal(call);
    const turn = new Turn(call, nowMs, this.means.clock, this);
    this.line.join(turn);
    this.serve();
    return turn.era;
  }

  /** A call waits no more. */
  onEnd(turn: Turn): void {
    const { clock, events } = this.means;
    this.line.leave(turn);
    if (this.line.length === 0) this.wakeNoMore();
    events.onWait(this.owner.provider, (clock.nowMs() - turn.sinceMs) / 1000);
  }

  /** What a call is told that does not get its turn in time. */
  refusal({ provider, operation, priority, progress }: OutboundCall): RateLimitError {
    const knownMs = this.knownWaitMs(this.line.ahead(priority), priority, this.means.clock.nowMs());
    const retryAfterMs = Math.max(1, Math.ceil(knownMs));
    return new RateLimitError(
      `${provider} ${operation} was not sent: the calls that ${provider} allows to account "${this.owner.account}" are ` +
        `used up for longer than this one may wait. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
      { provider, operation, attempts: progress.attempts },
      retryAfterMs,
    );
  }

  /** Lets those go whose turn it is, and sees to it that the next one is thought of in time. */
  private serve(): void {
    const nowMs = this.means.clock.nowMs();
    for (let next = this.line.first(); next; next = this.line.first()) {
      const waitMs = this.waitMs(next.priority, nowMs);
      if (waitMs > 0) return this.comeBack(next.priority, nowMs, waitMs);
      this.start(next.priority, nowMs);
      next.go(this.era);
    }
  }

  private comeBack(priority: Priority, nowMs: number, waitMs: number): void {
    if (waitMs < Infinity) this.wakeAt(nowMs + waitMs);
    else if (this.tokens && this.providerWaitMs(nowMs) === 0) void this.refill(this.tokens, priority);
  }

  private wakeAt(atMs: number): void {
    if (atMs >= this.wakeAtMs) return;
    const { clock } = this.means;
    this.callOffWake();
    this.wakeAtMs = atMs;
    this.callOffWake = clock.after(Math.max(1, Math.ceil(atMs - clock.nowMs())), () => {
      this.wakeAtMs = Infinity;
      this.serve();
    });
  }

  private wakeNoMore(): void {
    this.callOffWake();
    this.wakeAtMs = Infinity;
  }

  /** Asks the store for a block. One at a time; the store never rejects. */
  private async refill(tokens: TokenBlocks, priority: Priority): Promise<void> {
    if (this.refilling) return;
    this.refilling = true;
    const { clock } = this.means;
    const wanted = await this.wanted(tokens, priority);
    if (wanted > 0) {
      const askedAtMs = clock.nowMs();
      const taken = await this.means.store.take(this.key, wanted, tokens.rule.windowSeconds);
      const nowMs = clock.nowMs();
      tokens.add(taken, wanted, askedAtMs, nowMs);
      if (taken.pausedMs > 0) this.pause.holdUntil(nowMs + taken.pausedMs, nowMs, this.inFlight);
    }
    this.refilling = false;
    this.serve();
    this.dismissHopeless(clock.nowMs());
  }

  private async wanted(tokens: TokenBlocks, priority: Priority): Promise<number> {
    if (priority === 'interactive') return tokens.wanted(this.line.ahead('interactive'));
    const count = await this.means.store.look(this.key, tokens.rule.windowSeconds);
    return tokens.wantedInBackground(this.line.length, count, this.means.clock.nowMs());
  }

  /** The least that a call with so many ahead has to wait, in ms, as far as is known. */
  private knownWaitMs(ahead: number, priority: Priority, nowMs: number): number {
    const providerMs = this.providerWaitMs(nowMs);
    const tokensMs = this.tokens?.knownWaitMs(priority, ahead, nowMs) ?? 0;
    return Math.max(providerMs < Infinity ? providerMs : 0, tokensMs);
  }

  /** Those who cannot get their turn in time hear of it now rather than when their time is up. */
  private dismissHopeless(nowMs: number): void {
    let ahead = 0;
    for (const turn of this.line) {
      if (nowMs + this.knownWaitMs(ahead, turn.priority, nowMs) > turn.giveUpAtMs) turn.giveUp();
      else ahead += 1;
    }
  }
}
