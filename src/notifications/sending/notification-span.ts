import { SpanKind } from '@opentelemetry/api';
import type { NewSpan } from '../../platform/tracing/in-span.js';
import { wayOf, type NotificationRow } from '../records/notification-row.js';

/**
 * What is done for a notification in the background, in the trace in which it was asked for. Those that go in one call were
 * asked for in traces of their own: then it is one of its own, linked to theirs.
 */
export function notificationSpan(name: string, rows: readonly NotificationRow[]): NewSpan {
  const [first, ...others] = rows;
  const alone = others.length === 0;
  return {
    name,
    kind: SpanKind.CONSUMER,
    parent: alone && first ? first.traceparent : null,
    links: alone ? [] : rows.map(({ traceparent }) => traceparent),
    attributes: {
      ...(first && { 'hookline.provider': wayOf(first).provider }),
      ...(alone && first
        ? {
            'hookline.notification_id': first.id,
            'hookline.attempt': first.attempts,
            ...(first.requestId !== null && { 'hookline.request_id': first.requestId }),
          }
        : { 'hookline.notifications': rows.length }),
    },
  };
}
