import { IntegrationError } from '../../contracts/errors.js';
import type { Clock } from '../clock.js';
import { isReading, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import { outcomeUnknown, unanswered } from '../outbound-errors.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { backoffMs } from '../retry/backoff.js';
import { isRepeatable } from '../retry/repeatable.js';
import { statedWaitMs } from '../retry/retry-after.js';
import type { RetryBudget } from '../retry/retry-budget.js';
import { isConclusive, mayRepeat, type AttemptOutcome } from '../retry/retry-decision.js';
import type { RoadPolicy } from '../road-policy.js';
import type { RoadSettings } from '../road-settings.js';
import { TransportFailure } from '../transport/transport-failure.js';

/** Who is told of what happens between attempts. */
export interface RetryListener {
  retried(provider: string): void;
  retryBudgetExhausted(provider: string): void;
}

/** Where calls are written down whose outcome nobody knows. */
export interface UnknownOutcomeRecorder {
  /** @returns the id of the record; `undefined` when it could only be logged */
  record(call: OutboundCall, sentAt: Date, error: IntegrationError): Promise<string | undefined>;
}

/**
 * Sends a call again as long as that is safe, promises something, fits into the deadline and into the provider's
 * retry budget, and then says what became of it. The loop is our own, with cockatiel's backoff in it: cockatiel's sleeps
 * on when its caller has given up.
 */
export class RetryInterceptor implements OutboundInterceptor {
  constructor(
    private readonly settings: Pick<RoadSettings, 'maxRetries' | 'retryDelayMs'>,
    private readonly policy: Pick<RoadPolicy, 'retryHint'>,
    private readonly budget: RetryBudget,
    private readonly outcomes: UnknownOutcomeRecorder,
    private readonly listener: RetryListener,
    private readonly clock: Clock,
  ) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    this.budget.addCall();
    const waits = backoffMs(this.settings.retryDelayMs);
    let lostAt: Date | undefined;
    let last: AttemptOutcome | undefined;
    for (let retries = 0; ; retries += 1) {
      const startedAt = new Date(this.clock.dateMs());
      const outcome = await attempt(call, next);
      if ('refusal' in outcome) return this.settleRefused(call, last, lostAt, outcome.refusal);
      last = outcome;
      if ('failure' in outcome && outcome.failure.fault === 'no_answer') lostAt ??= startedAt;
      if (!this.isWorthRepeating(call, outcome, retries)) return this.settle(call, outcome, lostAt);
      const waitMs = Math.max(waits.next().value, this.statedWaitMs(outcome));
      if (!(await this.mayGoAgain(call, waitMs))) return this.settle(call, outcome, lostAt);
      this.listener.retried(call.provider);
    }
  }

  private isWorthRepeating(call: OutboundCall, outcome: AttemptOutcome, retries: number): boolean {
    if (retries >= this.settings.maxRetries) return false;
    return mayRepeat(outcome, isRepeatable(call), this.hint(outcome), isReading(call));
  }

  /** Waits for the next attempt, if there is time and budget for it. */
  private async mayGoAgain(call: OutboundCall, waitMs: number): Promise<boolean> {
    if (waitMs >= call.deadline.remainingMs()) return false;
    if (!this.budget.tryTake()) {
      this.listener.retryBudgetExhausted(call.provider);
      return false;
    }
    return this.clock.sleep(waitMs, call.deadline.signal);
  }

  private hint(outcome: AttemptOutcome): boolean | undefined {
    return 'response' in outcome ? this.policy.retryHint?.(outcome.response) : undefined;
  }

  private statedWaitMs(outcome: AttemptOutcome): number {
    if (!('response' in outcome)) return 0;
    return statedWaitMs(outcome.response.headers, this.clock.dateMs()) ?? 0;
  }

  /** A repeat was held back by ourselves (open circuit, rate limit): what is known of the earlier attempts counts. */
  private settleRefused(
    call: OutboundCall,
    last: AttemptOutcome | undefined,
    lostAt: Date | undefined,
    refusal: unknown,
  ): Promise<OutboundResponse> {
    if (!last) throw refusal;
    return this.settle(call, last, lostAt);
  }

  /** `lostAt`: an attempt left then and got no answer, so that only a conclusive outcome says what became of the call. */
  private async settle(
    call: OutboundCall,
    outcome: AttemptOutcome,
    lostAt: Date | undefined,
  ): Promise<OutboundResponse> {
    const conclusive = isConclusive(outcome, this.hint(outcome));
    if (conclusive && 'response' in outcome) return outcome.response;
    if (lostAt && !conclusive && !isReading(call)) {
      const unknown = outcomeUnknown(call, outcome);
      const recordId = await this.outcomes.record(call, lostAt, unknown);
      if (recordId !== undefined) unknown.recordId = recordId;
      if (!call.deadline.abandoned) throw unknown;
    }
    if (call.deadline.abandoned) throw call.deadline.signal.reason;
    if ('failure' in outcome) throw unanswered(call, outcome.failure);
    return outcome.response;
  }
}

/** `refusal`: the attempt did not leave, by a rule of our own or because nobody waits for it any more. */
async function attempt(
  call: OutboundCall,
  next: CallHandler,
): Promise<AttemptOutcome | { refusal: unknown }> {
  try {
    return { response: await next(call) };
  } catch (error) {
    if (error instanceof TransportFailure) return { failure: error };
    if (error instanceof IntegrationError || call.deadline.signal.aborted) return { refusal: error };
    throw error;
  }
}
