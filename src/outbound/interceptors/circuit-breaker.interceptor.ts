import { CircuitOpenError } from '../../contracts/errors.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import type { Circuit } from '../circuit-breaker/circuit.js';
import { circuitVerdict } from '../circuit-breaker/circuit-verdict.js';
import type { Circuits } from '../circuit-breaker/circuits.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import type { RoadPolicy } from '../road-policy.js';

/** Holds calls back from a provider that has been failing, each account and group of operations by itself. */
export class CircuitBreakerInterceptor implements OutboundInterceptor {
  constructor(
    private readonly circuits: Circuits,
    private readonly policy: Pick<RoadPolicy, 'isCallersFault'> = {},
  ) {}

  /** @throws CircuitOpenError for a call that is held back, on arrival or after a wait further down the road */
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const circuit = this.circuits.of(call);
    const admission = circuit.admit();
    if (!admission) throw circuitOpen(call, circuit);
    let givenMs = call.deadline.remainingMs();
    const beforeDeparture = () => {
      if (!circuit.mayDepart(admission)) throw circuitOpen(call, circuit);
      givenMs = call.deadline.remainingMs();
    };
    try {
      const response = await next({ ...call, beforeDeparture });
      const verdict = this.policy.isCallersFault?.(response) ? 'success' : circuitVerdict(response);
      circuit.settle(admission, verdict, `HTTP ${response.status}`);
      return response;
    } catch (error) {
      const { abandoned } = call.deadline;
      circuit.settle(admission, circuitVerdict({ error, abandoned, givenMs }), errorMessage(error));
      throw error;
    }
  }
}

function circuitOpen(call: OutboundCall, circuit: Circuit): CircuitOpenError {
  const { hold, retryAfterMs } = circuit;
  const what = `${call.provider} ${call.operation} was not sent`;
  const message = hold
    ? `${what}: an admin holds its circuit open (${hold.reason}). Release it by POST /v1/circuits/release.`
    : `${what}: its circuit is open, ${circuit.reason}. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`;
  return new CircuitOpenError(
    message,
    { provider: call.provider, operation: call.operation, attempts: call.progress.attempts },
    retryAfterMs,
  );
}
