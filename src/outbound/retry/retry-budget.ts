import type { Clock } from '../clock.js';

/** What a retry costs in tokens, each call adding one: in the long run, retries are at most a fifth of calls. */
const RETRY_COST = 5;
/** What a second adds in tokens, so that a provider which is rarely called may still be tried again. */
const PER_SECOND = 5;
/** The most that is saved up, in tokens, and what a process begins with: 50 retries. */
const CAPACITY = 250;

/**
 * How many retries all calls to one provider may make between them. When everything fails, each call wants all its
 * retries, and an outage would be met with several times the usual load. A token bucket, as Finagle and gRPC have it.
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs
 */
export class RetryBudget {
  private tokens = CAPACITY;
  private filledAtMs: number;

  constructor(private readonly clock: Clock) {
    this.filledAtMs = clock.nowMs();
  }

  /** To be told of each call's first attempt. */
  addCall(): void {
    this.tokens = Math.min(CAPACITY, this.tokens + 1);
  }

  /** @returns whether one more retry fits in; if so, it is taken */
  tryTake(): boolean {
    const nowMs = this.clock.nowMs();
    this.tokens = Math.min(CAPACITY, this.tokens + ((nowMs - this.filledAtMs) / 1000) * PER_SECOND);
    this.filledAtMs = nowMs;
    if (this.tokens < RETRY_COST) return false;
    this.tokens -= RETRY_COST;
    return true;
  }
}
