import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathParameter, sendJson } from '../server.js';
import type { Callers } from './callers.js';
import { ExternalApiRefusal, tooMany } from './refusal.js';
import type { RequestPace } from './request-pace.js';
import { processLater, processNow, readProcessBody, statusOf } from './requests.js';
import type { ExternalApiState } from './rows.js';

/** What the API works with. */
export interface ApiParts {
  state: ExternalApiState;
  callers: Callers;
  pace: RequestPace;
  /** How long asynchronous processing takes. */
  asyncSeconds: number;
  /** Whether somebody is told when it is done. */
  callsBack: boolean;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** Bytes. */
const BODY_LIMIT = 10 * 1024 * 1024;

type Answer = readonly [status: number, body: object];

/** Serves the external API as its specification has it, and a page at its root by which accounts can be tried. */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
  const { state, callers, pace, asyncSeconds, callsBack, log } = parts;

  server.post(
    '/v2/oauth/token',
    answering((request) => [200, callers.giveToken(request)]),
  );
  server.get(
    '/v2',
    authorized(() => [200, { version: 'v2.1' }]),
  );
  server.post(
    '/v2/process',
    { bodyLimit: BODY_LIMIT },
    authorized((request) => {
      const wanted = readProcessBody(request.body);
      if (wanted.options?.async) {
        const { id } = processLater(state, wanted, { seconds: asyncSeconds, callsBack });
        return [202, { success: true, request_id: id, status: 'processing' }];
      }
      const { id, result } = processNow(state, wanted);
      return [200, { success: true, result, request_id: id }];
    }),
  );
  server.get(
    '/v2/status/:id',
    authorized((request) => {
      const found = state.table('request').get(pathParameter(request, 'id'));
      if (!found) throw new ExternalApiRefusal(404, 'no such request');
      return [200, statusOf(found)];
    }),
  );
  server.all(
    '/v2/*',
    answering(() => {
      throw new ExternalApiRefusal(404, 'not found');
    }),
  );
  server.setErrorHandler(async (error: { statusCode?: number; message?: string }, _request, reply) => {
    const { statusCode = 500, message = '' } = error;
    if (statusCode >= 500) log('The sandbox failed', { error });
    await refuse(reply, new ExternalApiRefusal(statusCode, message));
  });

  function authorized(run: (request: FastifyRequest) => Answer) {
    return answering((request) => {
      callers.check(request);
      const waitSeconds = pace.take();
      if (waitSeconds !== undefined) throw tooMany(waitSeconds);
      return run(request);
    });
  }

  function answering(run: (request: FastifyRequest) => Answer) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      try {
        const [status, body] = state.transaction(() => run(request));
        await sendJson(reply, status, body);
      } catch (error) {
        if (!(error instanceof ExternalApiRefusal)) throw error;
        await refuse(reply, error);
      }
    };
  }
}

/** Answers as the API does when it refuses. */
export async function refuse(
  reply: FastifyReply,
  { status, message, headers }: ExternalApiRefusal,
): Promise<void> {
  reply.headers(headers);
  await sendJson(reply, status, { error: message });
}
