import type { OutboundRequest } from '../../platform/database/generated/client.js';

/** A call as the API lists it. */
export function presentRequest(request: OutboundRequest) {
  return {
    id: request.id,
    request_id: request.requestId,
    provider: request.provider,
    connection_id: request.connectionId,
    operation: request.operation,
    endpoint: request.endpoint,
    method: request.method,
    status_code: request.statusCode,
    failed: request.failed,
    error_code: request.errorCode,
    error: request.error,
    answer: request.answer,
    attempts: request.attempts,
    duration_ms: request.durationMs,
    started_at: request.startedAt,
  };
}
