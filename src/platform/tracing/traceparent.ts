import { isSpanContextValid, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';

/** Version 00, or a later one, of which the first four fields are the same. */
const FORM = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The span at hand as W3C's `traceparent`, for a header or a row; `undefined` where nothing is traced.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span)) return undefined;
  const flags = span.traceFlags & TraceFlags.SAMPLED;
  return `00-${span.traceId}-${span.spanId}-0${flags}`;
}

/** The span that a `traceparent` names; `undefined` for none, and for what is no such thing. */
export function remoteSpan(header: unknown): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] =
    (typeof header === 'string' && FORM.exec(header)) || [];
  if (version === undefined || (version === '00' && rest !== undefined)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const span = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

/** What a log line says of the span at hand. */
export function traceFields(): { trace_id: string; span_id: string } | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : undefined;
}
