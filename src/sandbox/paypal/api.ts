import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakOff, type Fault, type Faults, pauseOf } from '../faults.js';
import { pathOf, pathParameter } from '../server.js';
import { type Client, issueToken, refuseCaller } from './access.js';
import { authorizationEndpoints } from './authorizations.js';
import { captureEndpoints } from './captures.js';
import type { Call, Endpoint, World } from './endpoint.js';
import { type Answer, notFound, PayPalApiError, plainAnswer } from './errors.js';
import { Idempotency } from './idempotency.js';
import { newDebugId } from './ids.js';
import type { Api } from './issues.js';
import { notificationEndpoints } from './notifications.js';
import { orderEndpoints } from './orders.js';
import { patchEndpoints } from './order-patch.js';

const ENDPOINTS: Endpoint[] = [
  ...orderEndpoints,
  ...patchEndpoints,
  ...authorizationEndpoints,
  ...captureEndpoints,
  ...notificationEndpoints,
];

/** What the API works with. */
export interface ApiParts {
  client: Client;
  faults: Faults<Fault<number>>;
  world: () => World;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** How a request is answered once no fault has come before it. */
type Run = (request: FastifyRequest, pauseMs: number) => Promise<Answer>;

/** Serves everything below `/v1` and `/v2` as PayPal's API does. */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
  const { state } = parts.world();
  const idempotency = new Idempotency(state);

  server.post('/v1/oauth2/token', (request, reply) =>
    respond(request, reply, 'orders/v2', async (_request, pauseMs) => {
      await sleep(pauseMs);
      return issueToken(state, parts.client, request);
    }),
  );
  for (const endpoint of ENDPOINTS) {
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: (request, reply) => respond(request, reply, endpoint.api, serve(endpoint)),
    });
  }
  for (const version of ['/v1/*', '/v2/*']) {
    server.all(version, (request, reply) =>
      respond(request, reply, 'orders/v2', () => Promise.reject(notFound())),
    );
  }

  function serve({ answer }: Endpoint): Run {
    return async (request, pauseMs) => {
      const refused = refuseCaller(state, request);
      if (refused) return refused;
      const { method } = request;
      if (method !== 'GET' && !isJson(request)) throw new PayPalApiError('UNSUPPORTED_MEDIA_TYPE');
      const call = readCall(request, parts.world());
      const key = method === 'GET' ? undefined : call.requestId;
      if (key !== undefined) {
        return idempotency.once({ key, method, path: pathOf(request) }, () => answer(call), pauseMs);
      }
      await sleep(pauseMs);
      return state.transaction(() => answer(call));
    };
  }

  async function respond(request: FastifyRequest, reply: FastifyReply, api: Api, run: Run): Promise<void> {
    const debugId = newDebugId();
    const fault = parts.faults.take(request.method, pathOf(request));
    if (fault?.mode === 'reset-before') return breakOff(reply);
    const answer =
      typeof fault?.mode === 'number'
        ? plainAnswer(fault.mode, api, debugId)
        : await run(request, pauseOf(fault)).catch((error: unknown) => {
            if (error instanceof PayPalApiError) return error.toAnswer(api, debugId);
            parts.log('The sandbox failed', { debugId, error });
            return plainAnswer(500, api, debugId);
          });
    if (fault?.mode === 'reset-after') return breakOff(reply);
    await send(reply, debugId, answer);
  }
}

async function send(reply: FastifyReply, debugId: string, { status, body }: Answer): Promise<void> {
  reply.status(status).headers({ 'Paypal-Debug-Id': debugId, 'Cache-Control': 'no-store' });
  if (!body) return void (await reply.send());
  await reply.header('Content-Type', 'application/json').send(JSON.stringify(body));
}

function readCall(request: FastifyRequest, world: World): Call {
  const { headers, url } = request;
  const requestId = headers['paypal-request-id'];
  return {
    world,
    id: pathParameter(request, 'id'),
    body: typeof request.body === 'string' ? request.body : '',
    query: new URL(url, 'http://sandbox').searchParams,
    wantsAll: String(headers['prefer']).includes('return=representation'),
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : undefined,
  };
}

function isJson({ headers }: FastifyRequest): boolean {
  return headers['content-type']?.startsWith('application/json') ?? false;
}
