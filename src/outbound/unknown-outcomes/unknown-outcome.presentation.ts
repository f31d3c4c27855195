import type { UnknownOutcome } from '../../platform/database/generated/client.js';

/** A record as the API shows it. */
export function presentOutcome(outcome: UnknownOutcome) {
  return {
    id: outcome.id,
    provider: outcome.provider,
    connection_id: outcome.connectionId,
    operation: outcome.operation,
    endpoint: outcome.endpoint,
    method: outcome.method,
    path: outcome.path,
    idempotency_key: outcome.idempotencyKey,
    reference: outcome.reference,
    request_id: outcome.requestId,
    status: outcome.status,
    object_id: outcome.objectId,
    looks: outcome.attempts,
    last_error: outcome.lastError,
    sent_at: outcome.sentAt,
    settled_at: outcome.settledAt,
  };
}
