import { CircuitOpenError } from '../../contracts/errors.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import type { Circuit } from '../circuit-breaker/circuit.js';
import { circuitVerdict, type CircuitVerdict } from '../circuit-breaker/circuit-verdict.js';
import type { Circuits } from '../circuit-breaker/circuits.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import type { RoadPolicy } from '../road-policy.js';

/** Holds calls back from a provider that has been failing, each account and group of operations by itself. */
export class CircuitBreakerInterceptor implements OutboundInterceptor {
  constructor(
    private readonly circuits: Circuits,
    private readonly policy: Pick<RoadPolicy, 'isCallersFault' | 'opensCircuits'> = {},
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
      circuit.settle(admission, this.verdictOn(response), `HTTP ${response.status}`);
      return response;
    } catch (error) {
      const { abandoned } = call.deadline;
      const verdict = this.opens ? circuitVerdict({ error, abandoned, givenMs }) : 'ignored';
      circuit.settle(admission, verdict, errorMessage(error));
      throw error;
    }
  }

  private get opens(): boolean {
    return this.policy.opensCircuits ?? true;
  }

  private verdictOn(response: OutboundResponse): CircuitVerdict {
    if (!this.opens) return 'ignored';
    return this.policy.isCallersFault?.(response) ? 'success' : circuitVerdict(response);
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
