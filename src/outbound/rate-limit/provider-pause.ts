import type { RateLimitReading } from './rate-limit-reading.js';

/** The wait after a 429 that states none, in ms: the first one, and at most. It doubles each time in a row. */
const OWN_WAIT_MS = { first: 1_000, longest: 60_000 };
/** Of our own wait, what remains where the provider says that it may be "at once" (`Retry-After: 0`). */
const SOON = 0.05;
/** The 429s of one burst prolong a pause by the ms between them, which is not worth telling anybody. */
const NEWS_MS = 1_000;
/** With so many calls in flight without a 429, a pause is forgotten. */
const RECOVERED_AT = 64;

/** Of the calls that were in flight when the 429 came, this share may be so after the pause. */
const COMEBACK_SHARE = 1 / 4;

/**
 * Leaves a provider alone after a 429, and comes back gently: with a quarter of what was in flight, again a quarter of
 * that if the next answer is a 429, too, and with each good answer one more. All who waited would else make the next
 * 429 together.
 */
export class ProviderPause {
  /**
   * The number of pauses so far. An answer to a call that started before the last one says nothing about what came
   * after it.
   */
  era = 0;
  private untilMs = -Infinity;
  private refusalsInARow = 0;
  private maxInFlight = Infinity;

  /** Until a call may leave, in ms; `Infinity`: until one in flight has come back. */
  waitMs(nowMs: number, inFlight: number): number {
    if (nowMs < this.untilMs) return this.untilMs - nowMs;
    return inFlight < this.maxInFlight ? 0 : Infinity;
  }

  /**
   * Takes note of an answer.
   * @returns the pause that it has begun or clearly prolonged, in ms; `undefined` when there is nothing to tell others
   */
  observe(reading: RateLimitReading, era: number, nowMs: number, inFlight: number): number | undefined {
    if (!reading.throttled) {
      if (era === this.era) this.onGoodAnswer();
      return undefined;
    }
    if (reading.waitMs) return this.holdUntil(nowMs + reading.waitMs, nowMs, inFlight);
    if (era !== this.era) return undefined;
    return this.holdUntil(nowMs + this.ownWaitMs() * (reading.waitMs === 0 ? SOON : 1), nowMs, inFlight);
  }

  /** Begins a pause or prolongs the one that is on; never shortens it. */
  holdUntil(untilMs: number, nowMs: number, inFlight: number): number | undefined {
    if (untilMs <= Math.max(nowMs, this.untilMs)) return undefined;
    const begins = nowMs >= this.untilMs;
    const isNews = begins || untilMs - this.untilMs >= NEWS_MS;
    if (begins) {
      this.era += 1;
      this.refusalsInARow += 1;
      const before = Math.min(inFlight, this.maxInFlight);
      this.maxInFlight = Math.max(1, Math.floor(before * COMEBACK_SHARE));
    }
    this.untilMs = untilMs;
    return isNews ? untilMs - nowMs : undefined;
  }

  private ownWaitMs(): number {
    return Math.min(OWN_WAIT_MS.first * 2 ** this.refusalsInARow, OWN_WAIT_MS.longest);
  }

  private onGoodAnswer(): void {
    if (this.maxInFlight === Infinity) return;
    this.refusalsInARow = 0;
    this.maxInFlight = this.maxInFlight < RECOVERED_AT ? this.maxInFlight + 1 : Infinity;
  }
}
