import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tracer } from './in-span.js';
import { remoteSpan } from './traceparent.js';

/** Asked every few seconds by machines: their traces would bury all others. */
const NOT_TRACED = /^\/(health|metrics)\b/;

/** Makes each request a span, by its route template, never by its URL, in the trace that its `traceparent` names. */
export function traceRequests(fastify: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route === undefined || !NOT_TRACED.test(route)) spans.set(request, begin(request, reply, route));
    done();
  });
  // Not earlier: reading a body leaves the asynchronous context in which the request began.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(trace.setSpan(ROOT_CONTEXT, span), done);
    else done();
  });
}

function begin(request: FastifyRequest, reply: FastifyReply, route: string | undefined): Span {
  const caller = remoteSpan(request.headers['traceparent']);
  const span = tracer().startSpan(
    route === undefined ? request.method : `${request.method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        ...(route !== undefined && { 'http.route': route }),
        'hookline.request_id': request.id,
      },
    },
    caller ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT,
  );
  // Not Fastify's onResponse, which never comes when the client has hung up.
  reply.raw.once('close', () => end(span, reply));
  return span;
}

function end(span: Span, { raw }: FastifyReply): void {
  if (!raw.writableFinished) {
    span.setAttribute('error.type', 'client_gone');
  } else {
    span.setAttribute('http.response.status_code', raw.statusCode);
    if (raw.statusCode >= 500) {
      span.setAttribute('error.type', String(raw.statusCode));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
  }
  span.end();
}
