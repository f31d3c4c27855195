import type { Delivery, DeliveryAttempt, DeliveryStatus } from '../../contracts/events.js';
import type {
  DeliveryAttempt as AttemptRow,
  Delivery as DeliveryRow,
} from '../../platform/database/generated/client.js';

/** A delivery as the product sees it. */
export function readDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    eventId: row.eventId,
    endpointId: row.endpointId,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.dueAt,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    lastAttemptAt: row.lastAttemptAt,
    createdAt: row.createdAt,
  };
}

/** An attempt as the product sees it. */
export function readAttempt({ deliveryId, outcome, ...attempt }: AttemptRow): DeliveryAttempt {
  return { ...attempt, outcome: outcomeOf(outcome, deliveryId) };
}

/** An attempt is over when it is written down. */
function outcomeOf(status: DeliveryStatus, deliveryId: string): DeliveryAttempt['outcome'] {
  if (status === 'pending') throw new Error(`An attempt of delivery ${deliveryId} has no outcome.`);
  return status;
}
