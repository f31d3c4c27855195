import type { Revealed } from './reveals.js';
import type { TimelineEntry } from './timeline-entry.js';

/** Where more is told about an entry, by its kind; of an audit entry and a callback, nowhere else. */
const PLACES: Partial<Record<TimelineEntry['kind'], string>> = {
  webhook: '/v1/webhook-events/',
  handler: '/v1/webhook-events/',
  event: '/v1/events/',
  delivery: '/v1/deliveries/',
  delivery_attempt: '/v1/deliveries/',
  notification: '/v1/notifications/',
  notification_event: '/v1/notifications/',
};

/** An entry as the API shows it. */
export function presentEntry(entry: TimelineEntry) {
  const place = PLACES[entry.kind];
  return {
    at: entry.at.toISOString(),
    kind: entry.kind,
    id: entry.id,
    request_id: entry.requestId,
    title: entry.title,
    status: entry.status,
    outcome: entry.outcome,
    provider: entry.provider ?? null,
    operation: entry.operation ?? null,
    duration_ms: entry.durationMs ?? null,
    detail: entry.detail ?? null,
    links: {
      self: place === undefined ? null : `${place}${entry.objectId}`,
      reveal: entry.revealable ? `/v1/timeline/entries/${entry.kind}/${entry.objectId}/reveal` : null,
    },
  };
}

/** What was revealed, as the API shows it. */
export function presentRevealed({ kind, id, content, isCut }: Revealed) {
  return { kind, id, content, truncated: isCut };
}
