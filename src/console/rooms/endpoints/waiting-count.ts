import { MAX_WAITING } from '../../../deliveries/records/endpoint-health.js';

/** How many deliveries wait, which is counted up to a bound: `1000 or more`. */
export function waitingCount(waiting: number): string {
  return waiting < MAX_WAITING ? String(waiting) : `${MAX_WAITING} or more`;
}
