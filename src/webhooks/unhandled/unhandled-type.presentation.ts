import type { WebhookUnhandledType } from '../../platform/database/generated/client.js';

/** A type without a handler, as the API and the command line show it. */
export function presentUnhandledType(unhandled: WebhookUnhandledType) {
  return {
    provider: unhandled.provider,
    type: unhandled.type,
    count: Number(unhandled.count),
    first_seen_at: unhandled.firstSeenAt,
    last_seen_at: unhandled.lastSeenAt,
    sample_event_id: unhandled.sampleEventId,
    /** Where the sample is, with its payload, for as long as it is kept. */
    sample_path: `/v1/webhook-events/${unhandled.sampleEventId}`,
  };
}
