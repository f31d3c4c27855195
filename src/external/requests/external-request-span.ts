import { SpanKind } from '@opentelemetry/api';
import type { ExternalRequest } from '../../platform/database/generated/client.js';
import type { NewSpan } from '../../platform/tracing/in-span.js';

/** An attempt at something that a request waits for, in the trace in which it was accepted. */
export function externalRequestSpan(
  name: string,
  { id, requestId, traceparent }: ExternalRequest,
  attempt: number,
): NewSpan {
  return {
    name,
    kind: SpanKind.CONSUMER,
    parent: traceparent,
    attributes: {
      'hookline.external_request_id': id,
      'hookline.attempt': attempt,
      ...(requestId !== null && { 'hookline.request_id': requestId }),
    },
  };
}
