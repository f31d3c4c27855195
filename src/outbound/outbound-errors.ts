import {
  ConnectionError,
  OutcomeUnknownError,
  ResponseFormatError,
  TimeoutError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../contracts/errors.js';
import { isReading, type OutboundCall } from './outbound-call.js';
import type { AttemptOutcome } from './retry/retry-decision.js';
import type { TransportFailure } from './transport/transport-failure.js';

/** The error of a call that is over and got no answer, none of its attempts being in doubt. */
export function unanswered(call: OutboundCall, failure: TransportFailure): IntegrationError {
  const options = { ...describe(call), cause: failure };
  const where = `${call.provider} ${call.operation}`;
  if (failure.fault === 'unreadable' && !(call.deadline.timedOut && isReading(call))) {
    const message = `${where} succeeded, but the answer could not be read (${failure.message}). Read the object before you act again.`;
    return new ResponseFormatError(message, options);
  }
  if (call.deadline.timedOut) {
    return new TimeoutError(
      `${where} got no answer within ${Math.round(call.deadline.timeoutMs)} ms. Try again.`,
      options,
    );
  }
  const what =
    failure.fault === 'not_sent' ? 'could not be reached' : 'closed the connection without an answer';
  const message = `${where}: ${call.url.origin} ${what} (${failure.message}). Try again later.`;
  return new ConnectionError(message, options);
}

/** The error of a call that acts, when an attempt of it left and nothing tells what became of it. */
export function outcomeUnknown(call: OutboundCall, outcome: AttemptOutcome): OutcomeUnknownError {
  const last = 'failure' in outcome ? outcome.failure.message : `then HTTP ${outcome.response.status}`;
  const message =
    `${call.provider} ${call.operation} was sent, but no answer came back (${last}). It may have been carried out: ` +
    'look the object up, or repeat the call with the same idempotency key.';
  return new OutcomeUnknownError(message, {
    ...describe(call),
    ...('failure' in outcome ? { cause: outcome.failure } : { status: outcome.response.status }),
  });
}

/** Where an error arose, as every error wants to know it. */
export function describe(call: OutboundCall): IntegrationErrorOptions {
  return { provider: call.provider, operation: call.operation, attempts: call.progress.attempts };
}
