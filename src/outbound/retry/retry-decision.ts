import type { OutboundResponse } from '../outbound-call.js';
import type { FailureReason, TransportFailure } from '../transport/transport-failure.js';

/** How one attempt ended. */
export type AttemptOutcome = { readonly response: OutboundResponse } | { readonly failure: TransportFailure };

/** Refusals at the door, before any processing (RFC 6585, RFC 8470). */
const NOT_PROCESSED = new Set([425, 429]);

/** May go better next time, but may also have been processed. */
const TRANSIENT = new Set([408, 500, 502, 503, 504]);

/** Ends of a body that may come whole next time; one that is too large will not. */
const BROKEN_OFF: ReadonlySet<FailureReason> = new Set(['reset', 'body_timeout']);

/**
 * Whether a call may be sent again after this outcome. What could act twice is never repeated.
 *
 * @param repeatable sending the call twice does the same as once: by its method, or by an idempotency key that the
 *   provider honours
 * @param hint what the provider itself says about repeating, if it says anything
 * @param reading the call changes nothing, so that a success that broke off on its way may be asked for again
 */
export function mayRepeat(
  outcome: AttemptOutcome,
  repeatable: boolean,
  hint?: boolean,
  reading = false,
): boolean {
  if ('failure' in outcome) {
    const { fault, reason } = outcome.failure;
    if (fault === 'not_sent') return true;
    return fault === 'no_answer' ? repeatable : reading && BROKEN_OFF.has(reason);
  }
  const { status } = outcome.response;
  if (status < 400 || hint === false) return false;
  if (NOT_PROCESSED.has(status) || isTurnedAway(outcome.response)) return true;
  return repeatable && (hint === true || TRANSIENT.has(status));
}

/**
 * Whether this outcome tells what became of the call even if an earlier attempt of it was lost. A refusal at the door
 * or a passing failure tells only what became of the last attempt.
 */
export function isConclusive(outcome: AttemptOutcome, hint?: boolean): boolean {
  if ('failure' in outcome) return outcome.failure.fault === 'unreadable';
  return !mayRepeat(outcome, true, hint);
}

/** "Come back in a while" is what says who has not begun; a 503 without it may as well have failed half-way. */
function isTurnedAway({ status, headers }: OutboundResponse): boolean {
  return status === 503 && headers['retry-after'] !== undefined;
}
