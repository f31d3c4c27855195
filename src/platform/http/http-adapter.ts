import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import { acceptRequestId, runRequest } from '../context/request-context.js';
import { ApiError } from './api-error.js';
import { boundBodies } from './body-budget.js';
import { errorAnswer } from './error-answer.js';
import { errorBody } from './error-body.js';
import { boundHeads } from './head-limits.js';
import { addSecurityHeaders } from './security-headers.js';

/** The first line and all headers together, in bytes; Node answers 431 beyond. Also its own default, which may change. */
const MAX_HEADER_BYTES = 16 * 1024;

/** The largest body that is read, in bytes. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** An e-mail of 30 MB, the most that a provider takes, in base64. */
const LARGE_BODY_LIMIT_BYTES = 42 * 1024 * 1024;

/**
 * How long a whole request may take to arrive, in ms. Off by default in Fastify, which slow senders exploit. Its headers
 * may take as long: Node swaps the two times when the one for the headers, a minute, is the longer one.
 */
const REQUEST_TIMEOUT_MS = 11_000;
/** How often slow senders are looked for, in ms. Node's own half a minute would let them stay three times as long. */
const SLOW_SENDERS_EVERY_MS = 1_000;

/**
 * Connections that may wait to be taken up, for `listen`. In a burst, the kernel drops those beyond, and their senders
 * try again only after seconds; Node's own 511 are soon used up.
 */
export const BACKLOG = 4_096;

/** How long an accepted request may keep its caller waiting, in ms. Every call made for it ends by then. */
const REQUEST_BUDGET_MS = 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes the body as the bytes that came, of any content type. */
    rawBody?: boolean;
    /** The route takes a form of an HTML page: fields by name, as text; the last of several of one name counts. */
    form?: boolean;
    /**
     * The route takes bodies of up to {@link LARGE_BODY_LIMIT_BYTES}: messages with files. Only for routes of the API, whose
     * credential is asked for before the body is read.
     */
    largeBody?: boolean;
  }
}

/** Node's words for requests that never became one; everything else is a 400. */
const BROKEN_REQUEST_STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** For answers outside of any route, which have no other headers against misuse: they are JSON, whatever they look like. */
const NOT_GUESSED = { 'X-Content-Type-Options': 'nosniff' };

interface HttpAdapterOptions {
  /** How many bytes of large bodies are held at once, over all connections. @default 64 MiB */
  readonly bodyBytesAtOnce?: number;
  /** Addresses and CIDRs of proxies whose `X-Forwarded-For` says where a request came from. @default none */
  readonly trustedProxies?: readonly string[];
}

/** Fastify as Hookline needs it: request ids, strict JSON, raw bytes where a route asks for them, our error format. */
export function createHttpAdapter(
  publicUrl: string,
  { bodyBytesAtOnce, trustedProxies = [] }: HttpAdapterOptions = {},
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: SLOW_SENDERS_EVERY_MS,
    },
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => acceptRequestId(request.headers['x-request-id']),
    // In a shutdown, requests on kept-alive connections are finished and their connections closed.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: (error: ConnectionError, socket: Socket) =>
      answerBrokenRequest(error, socket, publicUrl),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const answer = errorAnswer(error);
      const headers = { 'X-Request-ID': request.id, ...NOT_GUESSED };
      void reply
        .headers(headers)
        .status(answer.status)
        .send(errorBody(answer, request.id, publicUrl));
    },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  adapter.useBodyParser('*', false, { bodyLimit: BODY_LIMIT_BYTES }, (request, body, done) => {
    done(null, parseBody(request, body));
  });
  fastify.addHook('onRoute', (route) => {
    if (route.config?.largeBody) route.bodyLimit = LARGE_BODY_LIMIT_BYTES;
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-ID', request.id);
    done();
  });
  closeConnectionsAtTheEnd(fastify);
  addSecurityHeaders(fastify, publicUrl);
  boundHeads(fastify, publicUrl);
  boundBodies(fastify, bodyBytesAtOnce);
  // Not earlier: reading a body leaves the asynchronous context in which the request began.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const endsAtMs = performance.now() + budgetMs(request.headers.prefer);
    runRequest(request.id, { background: false, endsAtMs }, done);
  });
  return adapter;
}

/** A request that is in flight when the server closes is the last one of its connection, which would stay open for ever. */
function closeConnectionsAtTheEnd(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('Connection', 'close');
    done();
  });
}

/**
 * What a request may take, in ms: {@link REQUEST_BUDGET_MS}, or less where the client says so by `Prefer: wait=10`.
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.3
 */
function budgetMs(prefer: string | string[] | undefined): number {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,5})"?\s*(?:$|[,;])/i.exec(String(prefer ?? '')) ?? [];
  return seconds && Number(seconds) > 0
    ? Math.min(Number(seconds) * 1000, REQUEST_BUDGET_MS)
    : REQUEST_BUDGET_MS;
}

function parseBody(request: FastifyRequest, body: Buffer): unknown {
  const { rawBody, form } = request.routeOptions.config;
  if (rawBody) return body;
  return form ? parseForm(request, body) : parseJson(request, body);
}

function parseForm(request: FastifyRequest, body: Buffer): Record<string, string> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send a form: application/x-www-form-urlencoded.');
  }
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

function parseJson(request: FastifyRequest, body: Buffer): unknown {
  // Many clients announce JSON with every request, also where there is none to send.
  if (body.length === 0) return undefined;
  const contentType = request.headers['content-type'] ?? '';
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.');
  }
  try {
    return secureJson.parse(body.toString('utf8'));
  } catch (error) {
    throw new ApiError('MALFORMED_JSON', 'The body is not JSON. Check quotes, commas and brackets.', {
      cause: error,
    });
  }
}

/** What never became a request (broken HTTP, oversized headers, a body that stopped coming) is answered on the socket. */
function answerBrokenRequest(error: ConnectionError, socket: Socket, publicUrl: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = BROKEN_REQUEST_STATUS[error.code] ?? 400;
  const answer = errorAnswer(
    Object.assign(new Error('Unreadable request', { cause: error }), { statusCode: status }),
  );
  const id = acceptRequestId(undefined);
  const body = JSON.stringify(errorBody(answer, id, publicUrl));
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    'X-Request-ID': id,
    ...NOT_GUESSED,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  // Not only our half: a sender that never closes its own would keep the connection for ever.
  socket.destroySoon();
}
