import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakOff, type Faults, pauseOf } from '../faults.js';
import { pathOf } from '../server.js';
import { balanceEndpoints } from './balance.js';
import { captureEndpoints } from './capture.js';
import { chargeEndpoints } from './charges.js';
import { checkoutSessionEndpoints } from './checkout-sessions.js';
import { customerEndpoints } from './customers.js';
import type { Call, Endpoint } from './endpoint.js';
import {
  internalError,
  invalidParameter,
  noAccessTo,
  StripeApiError,
  unauthorized,
  unrecognizedUrl,
} from './errors.js';
import { API_VERSION, eventEndpoints } from './events.js';
import { injectedAnswer, type StripeFault } from './faults.js';
import { type Form, parseForm } from './form.js';
import { Idempotency, type OnceAnswer } from './idempotency.js';
import { newId } from './ids.js';
import { paymentIntentEndpoints } from './payment-intents.js';
import { paymentMethodEndpoints } from './payment-methods.js';
import { refundEndpoints } from './refunds.js';
import type { RequestLog } from './request-log.js';
import type { State } from './state.js';

const ENDPOINTS: Endpoint[] = [
  ...paymentIntentEndpoints,
  ...captureEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...paymentMethodEndpoints,
  ...checkoutSessionEndpoints,
  ...customerEndpoints,
  ...eventEndpoints,
  ...balanceEndpoints,
];

/** What the API works with. */
export interface ApiParts {
  state: State;
  faults: Faults<StripeFault>;
  requests: RequestLog;
  secretKey: string;
  sendsWebhooks: boolean;
  baseUrl: () => string;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** One request on its way to an answer. */
interface Exchange {
  request: FastifyRequest;
  path: string;
  requestId: string;
  idempotencyKey: string | undefined;
  fault: StripeFault | undefined;
}

/** Serves everything below `/v1` as Stripe's API does. */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
  const idempotency = new Idempotency(parts.state);
  for (const { method, path, answer } of ENDPOINTS) {
    server.route({
      method,
      url: path,
      handler: (request, reply) => respond(request, reply, (call, id, form) => answer(call, { id }, form)),
    });
  }
  server.all('/v1/*', (request, reply) =>
    respond(request, reply, () => {
      throw unrecognizedUrl(request.method, pathOf(request));
    }),
  );

  type Run = (call: Call, id: string, form: Form) => OnceAnswer;

  async function respond(request: FastifyRequest, reply: FastifyReply, run: Run): Promise<void> {
    const exchange = open(request);
    const { fault, requestId, path, idempotencyKey } = exchange;
    const entry = parts.requests.add({ id: requestId, method: request.method, path, idempotencyKey });
    if (fault?.mode === 'reset-before') return breakOff(reply);
    const answer = await answerTo(exchange, run).catch((error: unknown) => refusal(error, requestId));
    if (fault?.mode === 'reset-after') return breakOff(reply);
    entry.status = answer.status;
    await reply.status(answer.status).headers(headersOf(exchange, answer)).send(answer.body);
  }

  function open(request: FastifyRequest): Exchange {
    const path = pathOf(request);
    return {
      request,
      path,
      requestId: newId('request'),
      idempotencyKey: header(request, 'idempotency-key'),
      fault: parts.faults.take(request.method, path),
    };
  }

  async function answerTo(exchange: Exchange, run: Run): Promise<OnceAnswer> {
    const { request, fault, path, requestId } = exchange;
    if (fault?.mode === 'status') return injectedAnswer(fault.status ?? 500);
    authorize(request, parts.secretKey);
    const key = request.method === 'POST' ? exchange.idempotencyKey : undefined;
    if (key && key.length > 255)
      throw invalidParameter('Idempotency keys can be at most 255 characters long.');
    const body = bodyOf(request);
    const call: Call = {
      state: parts.state,
      baseUrl: parts.baseUrl(),
      request: { id: requestId, idempotency_key: key ?? null },
      sendsWebhooks: parts.sendsWebhooks,
    };
    const execute = () => run(call, idOf(request), readForm(body));
    const pauseMs = pauseOf(fault);
    if (key) return idempotency.once({ key, path, body, requestId }, execute, pauseMs);
    if (pauseMs > 0) await sleep(pauseMs);
    return parts.state.transaction(execute);
  }

  function refusal(error: unknown, requestId: string): OnceAnswer {
    if (error instanceof StripeApiError) return error.toAnswer();
    parts.log('The sandbox failed', { requestId, error });
    return internalError().toAnswer();
  }
}

function idOf(request: FastifyRequest): string {
  const parameters: unknown = request.params;
  const hasId = typeof parameters === 'object' && parameters !== null && 'id' in parameters;
  return hasId ? String(parameters.id) : '';
}

/** What the parameters are read from: the query of a GET, else the body. */
function bodyOf(request: FastifyRequest): string {
  if (typeof request.body === 'string' && request.body !== '') return request.body;
  return request.url.split('?').slice(1).join('?');
}

function readForm(body: string): Form {
  try {
    return parseForm(body);
  } catch (cause) {
    throw invalidParameter(cause instanceof Error ? cause.message : 'Invalid request.');
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function authorize(request: FastifyRequest, secretKey: string): void {
  const [scheme = '', given = ''] = (header(request, 'authorization') ?? '').split(' ');
  const key = /^basic$/i.test(scheme) ? (Buffer.from(given, 'base64').toString().split(':')[0] ?? '') : given;
  const same = key.length === secretKey.length && timingSafeEqual(Buffer.from(key), Buffer.from(secretKey));
  if (!same) throw unauthorized(key);
  const account = header(request, 'stripe-account');
  if (account) throw noAccessTo(account, key);
}

function headersOf(
  { requestId, idempotencyKey, fault }: Exchange,
  answer: OnceAnswer,
): Record<string, string> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Request-Id': requestId,
    'Stripe-Version': API_VERSION,
    ...(idempotencyKey && {
      'Idempotency-Key': idempotencyKey,
      'Original-Request': answer.originalRequest ?? requestId,
    }),
    ...(answer.originalRequest && { 'Idempotent-Replayed': 'true' }),
    ...(fault?.mode === 'status' ? fault.headers : {}),
  };
}
