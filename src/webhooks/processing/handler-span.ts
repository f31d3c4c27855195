import { SpanKind } from '@opentelemetry/api';
import type { NewSpan } from '../../platform/tracing/in-span.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import type { StoredEvent } from './stored-event.js';

/**
 * An attempt of a handler, in the trace in which its event came. Events that are handled together came in traces of their
 * own, of which none is the cause more than the others: then it is a trace of its own, linked to theirs.
 */
export function handlerSpan(
  events: readonly StoredEvent[],
  handler: WebhookHandler,
  attempt: number,
): NewSpan {
  const [first, ...others] = events;
  const alone = others.length === 0;
  return {
    name: `handle ${handler.name}`,
    kind: SpanKind.CONSUMER,
    parent: alone && first ? first.traceparent : null,
    links: alone ? [] : events.map(({ traceparent }) => traceparent),
    attributes: {
      'hookline.provider': first?.provider ?? '',
      'hookline.handler': handler.name,
      'hookline.attempt': attempt,
      ...(alone && first
        ? {
            'hookline.event_type': first.type,
            'hookline.webhook_event_id': first.id,
            'hookline.request_id': first.requestId,
          }
        : { 'hookline.events': events.length }),
    },
  };
}
