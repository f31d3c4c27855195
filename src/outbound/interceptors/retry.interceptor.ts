import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import type { Deadline } from '../deadline.js';
import { isIdempotent, isSafe, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import { outcomeUnknown, unanswered } from '../outbound-errors.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { retryAfterMs } from '../retry-after.js';
import { isConclusive, mayRepeat, type AttemptOutcome } from '../retry-decision.js';
import type { RoadPolicy } from '../road-policy.js';
import { TransportFailure } from '../transport-failure.js';

/**
 * Sends a call again as long as that is safe, promises something and fits into the deadline, and then says what became
 * of it. The loop is our own, with cockatiel's backoff in it: cockatiel's sleeps on when its caller has given up.
 */
export class RetryInterceptor implements OutboundInterceptor {
  constructor(private readonly policy: RoadPolicy) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const waits = backoffMs(this.policy.retryDelayMs);
    for (let lost = false; ;) {
      call.progress.attempts += 1;
      const outcome = await attempt(call, next);
      lost ||= 'failure' in outcome && outcome.failure.fault === 'no_answer';
      const waitMs = Math.max(waits.next().value, statedWaitMs(outcome));
      if (!this.isWorthRepeating(call, outcome, waitMs)) return this.settle(call, outcome, lost);
      if (!(await pause(waitMs, call.deadline))) return this.settle(call, outcome, lost);
    }
  }

  private isWorthRepeating(call: OutboundCall, outcome: AttemptOutcome, waitMs: number): boolean {
    if (call.progress.attempts > this.policy.maxRetries) return false;
    if (waitMs >= call.deadline.remainingMs()) return false;
    return mayRepeat(outcome, this.isRepeatable(call), this.hint(outcome));
  }

  private isRepeatable(call: OutboundCall): boolean {
    const { idempotencyHeader } = this.policy;
    return (
      isIdempotent(call.method) || (idempotencyHeader !== undefined && idempotencyHeader in call.headers)
    );
  }

  private hint(outcome: AttemptOutcome): boolean | undefined {
    return 'response' in outcome ? this.policy.retryHint?.(outcome.response) : undefined;
  }

  /** `lost`: some attempt left and got no answer, so that only a conclusive outcome says what became of the call. */
  private settle(call: OutboundCall, outcome: AttemptOutcome, lost: boolean): OutboundResponse {
    const conclusive = isConclusive(outcome, this.hint(outcome));
    if (conclusive && 'response' in outcome) return outcome.response;
    if (call.deadline.abandoned) throw call.deadline.signal.reason;
    if (lost && !conclusive && !isSafe(call.method)) throw outcomeUnknown(call, outcome);
    if ('failure' in outcome) throw unanswered(call, outcome.failure);
    return outcome.response;
  }
}

async function attempt(call: OutboundCall, next: CallHandler): Promise<AttemptOutcome> {
  try {
    return { response: await next(call) };
  } catch (error) {
    if (error instanceof TransportFailure) return { failure: error };
    throw error;
  }
}

function statedWaitMs(outcome: AttemptOutcome): number {
  return 'response' in outcome ? (retryAfterMs(outcome.response.headers['retry-after']) ?? 0) : 0;
}

/** Waits; `false` when the deadline ended the wait. */
async function pause(waitMs: number, deadline: Deadline): Promise<boolean> {
  try {
    await sleep(waitMs, undefined, { signal: deadline.signal });
    return true;
  } catch {
    return false;
  }
}
