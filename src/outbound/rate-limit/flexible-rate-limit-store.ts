import { RateLimiterMemory, type RateLimiterAbstract, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Logger } from '../../platform/logging/logger.js';
import { within } from '../../platform/within.js';
import type { RateLimitStore, Taken, WindowCount } from './rate-limit-store.js';

/** A kind of limiter of rate-limiter-flexible. */
export interface LimiterKind {
  /** For the log. */
  readonly name: string;
  /** The longest that a call waits for it to answer, in ms. */
  readonly patienceMs: number;
  create(options: { keyPrefix: string; points: number; duration: number }): RateLimiterAbstract;
}

/** The counters are only added to and read: what is allowed is decided by whoever asks. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const KEY_PREFIX = 'hookline:rate-limit';
/** How long a store that failed is not asked again, in ms, so that calls do not wait for each of its failures. */
const LEAVE_ALONE_MS = 1_000;
/** Replicas tell each other of pauses of up to a day; each keeps a longer one for itself. */
const LONGEST_SHARED_PAUSE_SECONDS = 86_400;

const memory: LimiterKind = {
  name: 'memory',
  patienceMs: Infinity,
  create: (options) => new RateLimiterMemory(options),
};

/**
 * Counts in Redis or PostgreSQL, and in this process while that is away. Then each replica has the whole limit for
 * itself: N of them may send N times as much, which the provider's own 429 and headers bound; nothing fails for it.
 */
export class FlexibleRateLimitStore implements RateLimitStore {
  private readonly shared: Limiters;
  private readonly local = new Limiters(memory);
  private askAgainAtMs = 0;
  private away = false;

  /** @param onAway told when the shared store goes away (`true`) and when it is back (`false`) */
  constructor(
    private readonly kind: LimiterKind,
    private readonly logger: Logger,
    private readonly onAway: (away: boolean) => void = () => undefined,
  ) {
    this.shared = new Limiters(kind);
  }

  /**
   * Asks the shared store a first time, however long that takes: the first question to a database makes a connection,
   * and would try the patience of a call.
   */
  async warmUp(): Promise<void> {
    try {
      await this.shared.look('warm-up', 1);
    } catch (error) {
      this.isAway(error);
    }
  }

  take(key: string, wanted: number, windowSeconds: number): Promise<Taken> {
    return this.insured((limiters) => limiters.take(key, wanted, windowSeconds));
  }

  look(key: string, windowSeconds: number): Promise<WindowCount | undefined> {
    return this.insured((limiters) => limiters.look(key, windowSeconds));
  }

  pause(key: string, ms: number, windowSeconds: number): Promise<void> {
    return this.insured((limiters) => limiters.pause(key, ms, windowSeconds));
  }

  private async insured<T>(work: (limiters: Limiters) => Promise<T>): Promise<T> {
    if (performance.now() < this.askAgainAtMs) return work(this.local);
    try {
      const answer = await within(this.kind.patienceMs, work(this.shared));
      this.isBack();
      return answer;
    } catch (error) {
      this.isAway(error);
      return work(this.local);
    }
  }

  private isAway(error: unknown): void {
    this.askAgainAtMs = performance.now() + LEAVE_ALONE_MS;
    if (this.away) return;
    this.away = true;
    this.onAway(true);
    this.logger.warn(
      { event: 'rate_limits_local', store: this.kind.name, err: error },
      `${this.kind.name} does not count calls at the moment. Each replica keeps the limits by itself until it is back`,
    );
  }

  private isBack(): void {
    if (!this.away) return;
    this.away = false;
    this.onAway(false);
    this.logger.info(
      { event: 'rate_limits_shared', store: this.kind.name },
      `${this.kind.name} counts calls for all replicas again`,
    );
  }
}

/** rate-limiter-flexible wants one object for each length of a window. There are as many as providers have lengths. */
class Limiters {
  private readonly byWindow = new Map<number, RateLimiterAbstract>();

  constructor(private readonly kind: LimiterKind) {}

  /** Asks for the pause at once with the count: both travel together. */
  async take(key: string, wanted: number, windowSeconds: number): Promise<Taken> {
    const limiter = this.of(windowSeconds);
    // `penalty` is `consume` that does not reject beyond the limit.
    const [count, pause] = await Promise.all([limiter.penalty(key, wanted), limiter.get(pauseKey(key))]);
    return { ...windowCount(count), pausedMs: pause ? Math.max(0, pause.msBeforeNext) : 0 };
  }

  async look(key: string, windowSeconds: number): Promise<WindowCount | undefined> {
    const count = await this.of(windowSeconds).get(key);
    return count && count.msBeforeNext > 0 ? windowCount(count) : undefined;
  }

  async pause(key: string, ms: number, windowSeconds: number): Promise<void> {
    const limiter = this.of(windowSeconds);
    const pause = await limiter.get(pauseKey(key));
    if (pause && pause.msBeforeNext >= ms) return;
    await limiter.set(pauseKey(key), 1, Math.min(Math.ceil(ms / 1000), LONGEST_SHARED_PAUSE_SECONDS));
  }

  private of(windowSeconds: number): RateLimiterAbstract {
    let limiter = this.byWindow.get(windowSeconds);
    if (!limiter) {
      limiter = this.kind.create({ keyPrefix: KEY_PREFIX, points: NO_LIMIT, duration: windowSeconds });
      this.byWindow.set(windowSeconds, limiter);
    }
    return limiter;
  }
}

function pauseKey(key: string): string {
  return `${key}:pause`;
}

function windowCount({ consumedPoints, msBeforeNext }: RateLimiterRes): WindowCount {
  return { counted: consumedPoints, endsInMs: Math.max(0, msBeforeNext) };
}
