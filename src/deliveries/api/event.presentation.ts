import type { PublishedEventReceipt } from '../../contracts/events.js';
import type { PublishedEventSummary, PublishedEventView } from '../events/published-events.js';

/** An event that was just published, on the wire. */
export function presentReceipt(receipt: PublishedEventReceipt) {
  return {
    id: receipt.id,
    type: receipt.type,
    tenant: receipt.tenant,
    subject: receipt.subject,
    created_at: receipt.createdAt.toISOString(),
    deliveries: receipt.deliveries,
    duplicate: receipt.duplicate,
  };
}

/** An event in a list. */
export function presentSummary(event: PublishedEventSummary) {
  return {
    id: event.id,
    type: event.type,
    tenant: event.tenant,
    subject: event.subject,
    idempotency_key: event.idempotencyKey,
    created_at: event.createdAt.toISOString(),
  };
}

/** An event with its data. */
export function presentEvent(event: PublishedEventView) {
  return { ...presentSummary(event), data: event.data, versions: event.versions };
}
