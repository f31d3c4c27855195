import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.js';

/** Asked every few seconds by machines; their normal course is noise. */
const QUIET_ROUTES = /^\/(health|webhooks|metrics)\b/;

/** Logs one line a request when its answer has gone out, by route template, never by the raw URL. */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const endpoint = request.routeOptions.url ?? 'unknown';
    const level = QUIET_ROUTES.test(endpoint) && reply.statusCode < 400 ? 'debug' : 'info';
    logger[level](
      {
        event: 'http_request',
        request_id: request.id,
        method: request.method,
        endpoint,
        status_code: reply.statusCode,
        response_time: Math.round(reply.elapsedTime) / 1000,
      },
      'request',
    );
    done();
  });
}
