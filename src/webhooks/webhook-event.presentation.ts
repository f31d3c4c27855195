import type { WebhookEvent, WebhookHandlerRun } from '../platform/database/generated/client.js';

type ListedEvent = Omit<WebhookEvent, 'rawBody' | 'headers'> & { handlerRuns: WebhookHandlerRun[] };

/** An event as the API lists it. */
export function presentEvent(event: ListedEvent) {
  return {
    id: event.id,
    provider: event.provider,
    type: event.type,
    external_id: event.externalId,
    status: event.status,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    processed_at: event.processedAt,
    request_id: event.requestId,
    handlers: event.handlerRuns.map((run) => ({
      handler: run.handler,
      status: run.status,
      attempts: run.attempts,
      last_error: run.lastError,
      last_attempt_at: run.lastAttemptAt,
      next_attempt_at: run.nextAttemptAt,
    })),
  };
}

/**
 * An event whole, as JSON text. The payload goes in as it came: parsing and writing it again would change what
 * JavaScript cannot hold (1e999, 2^53 + 1, repeated keys), and fail on very deep nesting.
 */
export function presentWholeEvent(event: WebhookEvent & { handlerRuns: WebhookHandlerRun[] }): string {
  const head = JSON.stringify({ ...presentEvent(event), headers: event.headers });
  return `${head.slice(0, -1)},"payload":${Buffer.from(event.rawBody).toString('utf8')}}`;
}
