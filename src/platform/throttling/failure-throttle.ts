import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { WindowCounters } from './window-counters.js';

const WINDOW_SECONDS = 60;
/** How long who got in once is still looked at when others from the same network fail, in ms. */
const PROVEN_MS = 3_600_000;
/** Networks that wait, and proofs that are remembered, at once. */
const MAX_REMEMBERED = 10_000;

/** Nest token of the {@link FailureLimits}. */
export const FAILURE_LIMITS = Symbol('FAILURE_LIMITS');

/** Failures a minute from one network, before its next request is refused without being looked at. */
interface FailureLimits {
  /** API keys and access tokens that are not good. */
  readonly credentials: number;
  /** Webhooks of one provider that are not signed by it. More than are kept of them with their reasons. */
  readonly signatures: number;
}

export const DEFAULT_FAILURE_LIMITS: FailureLimits = { credentials: 30, signatures: 300 };

/**
 * Bounds how often a network may fail at something. Only failures are counted, after they were answered, and whether
 * somebody has to wait is asked of this process's memory: who does everything right pays nothing for it, not even
 * a question to Redis. Other replicas learn of a network that has to wait by the first failure that it sends them.
 */
class FailureThrottle {
  private readonly waitUntilMs = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  private readonly proven = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: PROVEN_MS });

  constructor(
    private readonly name: string,
    private readonly limit: number,
    private readonly counters: WindowCounters,
  ) {}

  /** Whether anybody has to wait at all: usually not, and then there is nothing to find out about a request. */
  get someoneWaits(): boolean {
    return this.waitUntilMs.size > 0;
  }

  /**
   * How long to wait before anything else from this network is looked at, in ms; 0 to go ahead.
   * @param proof what {@link succeeded} was told: it is looked at all the same. Behind one address there may be a whole
   * company, or every sender there is, where a proxy was not named by TRUST_PROXY.
   */
  waitMs(network: string, proof: string): number {
    const untilMs = this.waitUntilMs.get(network);
    if (untilMs === undefined) return 0;
    const waitMs = untilMs - Date.now();
    if (waitMs <= 0) this.waitUntilMs.delete(network);
    return waitMs <= 0 || this.proven.has(proof) ? 0 : waitMs;
  }

  /** What got in just now. */
  succeeded(proof: string): void {
    if (!this.proven.has(proof)) this.proven.set(proof, true);
  }

  /** Returns at once. @param disproven what got in once, if it was that, and does not any more */
  failed(network: string, disproven?: string): void {
    if (disproven !== undefined) this.proven.delete(disproven);
    void this.count(network);
  }

  private async count(network: string): Promise<void> {
    const { counted, endsInMs } = await this.counters.count(`${this.name}:${network}`, WINDOW_SECONDS);
    if (counted >= this.limit) this.waitUntilMs.set(network, Date.now() + endsInMs);
  }
}

/** The things that networks may fail at. */
@Injectable()
export class FailureThrottles {
  readonly credentials: FailureThrottle;
  readonly signatures: FailureThrottle;

  constructor(counters: WindowCounters, @Inject(FAILURE_LIMITS) limits: FailureLimits) {
    this.credentials = new FailureThrottle('bad-credentials', limits.credentials, counters);
    this.signatures = new FailureThrottle('bad-signatures', limits.signatures, counters);
  }
}
