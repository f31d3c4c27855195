import type { CircuitsService } from '../../../outbound/circuit-breaker/circuits.service.js';
import type { Circuit } from '../../../platform/database/generated/client.js';

/** Circuits of each kind that are listed. */
const SHOWN = 20;

/** Circuits that hold calls back or are held by somebody, up to {@link SHOWN} of each kind. */
export async function troubledCircuits(circuits: CircuitsService): Promise<Circuit[]> {
  const kinds = await Promise.all([
    circuits.list({ state: 'open' }, SHOWN),
    circuits.list({ state: 'half_open' }, SHOWN),
    circuits.list({ state: 'closed', hold: 'closed' }, SHOWN),
  ]);
  return kinds.flat();
}
