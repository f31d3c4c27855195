import { randomUUID } from 'node:crypto';
import { SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api';
import { requestId, runWithRequestId } from '../../platform/context/request-context.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { answeredWith } from '../request-log/call-result.js';

/**
 * Sends the id of the request or job at hand on as `X-Request-ID`; a call outside of any gets one of its own. Makes the whole
 * call a span, whose attempts are the spans within it.
 */
export class ContextInterceptor implements OutboundInterceptor {
  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const id = requestId();
    if (id) return traced(withRequestId(call, id), next);
    const made = randomUUID();
    return runWithRequestId(made, () => traced(withRequestId(call, made), next));
  }
}

function withRequestId(call: OutboundCall, id: string): OutboundCall {
  return { ...call, headers: { ...call.headers, 'x-request-id': id } };
}

function traced(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
  const { provider, operation, method, endpoint, connectionId } = call;
  const attributes = {
    'hookline.provider': provider,
    'hookline.operation': operation,
    'http.request.method': method,
    'url.template': endpoint,
    ...(connectionId !== undefined && { 'hookline.connection_id': connectionId }),
  };
  return inSpan({ name: `${provider} ${operation}`, kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      const response = await next(call);
      note(span, call, response);
      return response;
    } finally {
      span.setAttribute('hookline.retry_count', Math.max(0, call.progress.attempts - 1));
    }
  });
}

function note(span: Span, call: OutboundCall, response: OutboundResponse): void {
  span.setAttribute('http.response.status_code', response.status);
  if (response.fromCache) span.setAttribute('hookline.from_cache', response.fromCache);
  if (!answeredWith(response, call).failed) return;
  span.setAttribute('error.type', String(response.status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
