import type { Circuit, CircuitTransition } from '../../platform/database/generated/client.js';

/** A circuit as the API shows it. An open one whose `open_until` is over lets the next call through as a trial. */
export function presentCircuit(circuit: Circuit) {
  return {
    provider: circuit.provider,
    account: circuit.account,
    group: circuit.group,
    state: circuit.state,
    hold: circuit.hold,
    open_until: circuit.openUntil,
    reason: circuit.reason,
    since: circuit.updatedAt,
  };
}

/** A change of a circuit as the API shows it. */
export function presentTransition(transition: CircuitTransition) {
  return {
    id: transition.id,
    provider: transition.provider,
    account: transition.account,
    group: transition.group,
    from: transition.from,
    to: transition.to,
    reason: transition.reason,
    at: transition.at,
  };
}
