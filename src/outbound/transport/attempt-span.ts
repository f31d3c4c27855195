import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { inSpan } from '../../platform/tracing/in-span.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler } from '../outbound-interceptor.js';

/**
 * Makes one attempt at a call a span, and names it to the provider by a `traceparent`. Where nothing is traced, the call goes
 * out as it is.
 */
export function inAttemptSpan(call: OutboundCall, send: CallHandler): Promise<OutboundResponse> {
  const { method, endpoint, url, progress, untrusted } = call;
  const resends = progress.attempts - 1;
  const attributes = {
    'http.request.method': method,
    'url.template': endpoint,
    // Of a configured origin; a receiver's own address is its owner's affair.
    ...(!untrusted && { 'server.address': url.hostname }),
    ...(resends > 0 && { 'http.request.resend_count': resends }),
  };
  return inSpan({ name: `${method} ${endpoint}`, kind: SpanKind.CLIENT, attributes }, async (span) => {
    const response = await send(withTraceparent(call));
    span.setAttribute('http.response.status_code', response.status);
    if (response.status >= 400) {
      span.setAttribute('error.type', String(response.status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return response;
  });
}

function withTraceparent(call: OutboundCall): OutboundCall {
  const own = traceparent();
  return own === undefined ? call : { ...call, headers: { ...call.headers, traceparent: own } };
}
