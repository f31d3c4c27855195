import {
  context,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import { errorCode, errorMessage } from '../errors/error-facts.js';
import { redactText } from '../logging/redaction.js';
import { remoteSpan } from './traceparent.js';

/** A piece of work as a trace shows it. */
export interface NewSpan {
  /** One of few: with the names of routes, operations and handlers, never with ids. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  /** The `traceparent` of what it goes on with; null begins a trace. @default the span at hand */
  readonly parent?: string | null;
  /** The `traceparent`s of what is handled together here, of which none is the parent more than the others. */
  readonly links?: readonly (string | null)[];
}

/** How far a chain of causes is followed. */
const MAX_CAUSES = 3;

/** Hookline's spans, of whichever SDK is registered; without one, of none. Not to be kept: the SDK may come and go. */
export function tracer(): Tracer {
  return trace.getTracer('hookline');
}

/**
 * Runs `work`, and everything that it starts, as a span, which ends with it. What it throws is recorded, redacted. Where
 * nothing is traced, this only runs it.
 */
export async function inSpan<T>(newSpan: NewSpan, work: (span: Span) => Promise<T>): Promise<T> {
  const { name, kind, attributes = {}, links = [] } = newSpan;
  const parent = parentOf(newSpan);
  const linked = links
    .flatMap((link) => remoteSpan(link) ?? [])
    .map((linkedSpan) => ({ context: linkedSpan }));
  const span = tracer().startSpan(name, { kind, attributes, links: linked }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    recordError(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks a span, if there is one, as failed. What the error says is redacted. */
export function recordError(span: Span | undefined, error: unknown): void {
  if (!span?.isRecording()) return;
  const name = error instanceof Error ? error.name : 'Error';
  const message = redactText(messagesOf(error).join(': '));
  span.setAttribute('error.type', errorCode(error) ?? name);
  span.recordException({ name, message });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** An error often says no more than what could not be done, and its cause why. */
function messagesOf(error: unknown, depth = 0): string[] {
  const cause = error instanceof Error ? error.cause : undefined;
  const further = cause === undefined || depth >= MAX_CAUSES ? [] : messagesOf(cause, depth + 1);
  return [errorMessage(error), ...further];
}

function parentOf({ parent }: NewSpan): Context {
  if (parent === undefined) return context.active();
  const span = remoteSpan(parent);
  return span ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT;
}
