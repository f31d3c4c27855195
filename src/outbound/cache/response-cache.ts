import type { KeyvStoreAdapter } from 'keyv';
import { IntegrationError } from '../../contracts/errors.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { SealedBox } from '../../platform/secrets/sealed-box.js';
import { systemClock, type Clock } from '../clock.js';
import type { CacheRule, OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler } from '../outbound-interceptor.js';
import { cacheKey } from './cache-key.js';
import { freshnessOf } from './freshness.js';
import { Generations, type Readings } from './generations.js';
import { conditional, confirmed, keptAnswer, toResponse, type KeptAnswer } from './kept-answer.js';
import { KeptAnswers } from './kept-answers.js';
import { OneFlight } from './one-flight.js';
import { SharedStore } from './shared-store.js';

const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;

export interface ResponseCacheOptions {
  /** A store that all replicas share, which throws when it fails, and the box without which nothing goes into it. */
  readonly shared?: {
    readonly store: KeyvStoreAdapter;
    readonly box: Pick<SealedBox, 'seal' | 'open'>;
    /** The longest wait for the store, in ms. Longer, and the provider itself would soon be as quick. @default 50 */
    readonly patienceMs?: number;
  };
  readonly logger: Logger;
  /** @default systemClock */
  readonly clock?: Clock;
  /** The memory for answers in this process, in bytes. @default 50 MiB */
  readonly maxBytes?: number;
}

/** What to forget: one account's answers, of one group of operations or of all. */
export interface Invalidation {
  readonly provider: string;
  /** @default the account of the environment variables */
  readonly connectionId?: string;
  /** An operation or a group (`contacts.get`, `contacts`): the whole group is forgotten. @default all of them */
  readonly operation?: string;
}

/**
 * Answers of providers, kept for operations that opted in. In this process, and where there is a shared store in all
 * replicas; when that is away, an invalidation reaches the others only when it is back.
 */
export class ResponseCache {
  private readonly answers: KeptAnswers;
  private readonly generations: Generations;
  private readonly flights = new OneFlight();
  private readonly clock: Clock;

  constructor({ shared, logger, clock = systemClock, maxBytes = DEFAULT_MAX_BYTES }: ResponseCacheOptions) {
    const store = shared && new SharedStore(shared.store, logger, clock, shared.patienceMs);
    this.clock = clock;
    this.answers = new KeptAnswers(maxBytes, store, shared?.box, clock, logger);
    this.generations = new Generations(store);
  }

  /**
   * The answer to a call that reads: a kept one while it is fresh, else the provider's, which calls that ask for the same
   * at the same time share; and while the provider fails, a kept one as old as the rule allows.
   */
  async answer(call: OutboundCall, rule: CacheRule, next: CallHandler): Promise<OutboundResponse> {
    const key = cacheKey(call, await this.generations.current(call));
    const kept = this.answers.inMemory(key);
    if (kept && this.isFresh(kept)) return toResponse(kept, 'fresh');
    try {
      const response = await this.flights.join(flightOf(call, key), call, () =>
        this.fetch(key, call, rule, next),
      );
      return isFailing(response) ? (this.standIn(key) ?? response) : response;
    } catch (error) {
      const standIn = mayStandIn(call, error) ? this.standIn(key) : undefined;
      if (!standIn) throw error;
      return standIn;
    }
  }

  /** Forgets what may no longer be true after a write: all that was read by its group of operations for its account. */
  forgetAfter(write: Readings): Promise<void> {
    return this.generations.dropGroup(write);
  }

  /** Forgets answers when something else tells that they are out of date: a webhook, an admin. */
  invalidate({ operation, ...account }: Invalidation): Promise<void> {
    return operation === undefined
      ? this.generations.dropAccount(account)
      : this.generations.dropGroup({ ...account, operation });
  }

  private async fetch(
    key: string,
    call: OutboundCall,
    rule: CacheRule,
    next: CallHandler,
  ): Promise<OutboundResponse> {
    const kept = await this.answers.find(key);
    if (kept && this.isFresh(kept)) return toResponse(kept, 'fresh');
    const question = kept && conditional(call, kept);
    const response = await next(question ?? call);
    const answer = question && response.status === 304 ? confirmed(kept, response) : response;
    if (!isFailing(answer)) this.settle(key, call, rule, answer);
    return answer;
  }

  /** Whatever the provider says now replaces what was kept, be it only by being gone. */
  private settle(key: string, call: OutboundCall, rule: CacheRule, answer: OutboundResponse): void {
    const freshness = (rule.mayKeep?.(answer) ?? true) ? freshnessOf(call, answer, rule) : undefined;
    if (freshness) this.answers.keep(key, keptAnswer(answer, freshness, this.clock.dateMs()));
    else this.answers.drop(key);
  }

  private standIn(key: string): OutboundResponse | undefined {
    const kept = this.answers.inMemory(key);
    return kept && this.clock.dateMs() < kept.staleUntilMs ? toResponse(kept, 'stale') : undefined;
  }

  private isFresh(kept: KeptAnswer): boolean {
    return this.clock.dateMs() < kept.freshUntilMs;
  }
}

/** Calls share a flight when they also wait alike: a background call's place in the line is not an interactive one's. */
function flightOf({ priority, mayWait }: OutboundCall, key: string): string {
  return `${key}:${priority}:${mayWait ?? false}`;
}

/** The provider cannot serve at the moment. */
function isFailing({ status }: OutboundResponse): boolean {
  return status >= 500 || status === 429;
}

function mayStandIn({ deadline }: OutboundCall, error: unknown): boolean {
  return !deadline.abandoned && error instanceof IntegrationError && error.retryable;
}
