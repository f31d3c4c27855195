import type { Delivery, DeliveryAttempt } from '../../contracts/events.js';

/** A delivery on the wire. */
export function presentDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    endpoint_id: delivery.endpointId,
    type: delivery.type,
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    created_at: delivery.createdAt.toISOString(),
  };
}

/** An attempt on the wire. */
export function presentAttempt(attempt: DeliveryAttempt) {
  return {
    number: attempt.number,
    outcome: attempt.outcome,
    status: attempt.status,
    error: attempt.error,
    answer: attempt.answer,
    duration_ms: attempt.durationMs,
    started_at: attempt.startedAt.toISOString(),
  };
}
