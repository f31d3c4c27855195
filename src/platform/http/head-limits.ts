import type { FastifyInstance, FastifyRequest } from 'fastify';
import { errorAnswer } from './error-answer.js';
import { errorBody } from './error-body.js';

/** The longest address with its query, in characters. What does not fit belongs into a body. */
const MAX_URL_LENGTH = 8_192;
/** Parameters of a query. Each is an entry of an object that anybody can have made. */
const MAX_QUERY_PARAMETERS = 100;
/** Headers of a request; browsers and providers send some 30. Node would leave out those beyond 2,000 without a word. */
const MAX_HEADERS = 100;

/** Bounds what comes before the body, beside the bytes of all of it, which Node bounds. Answers 414 and 431. */
export function boundHeads(fastify: FastifyInstance, publicUrl: string): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const status = excessOf(request);
    if (!status) return done();
    const answer = errorAnswer(Object.assign(new Error('Too much before the body'), { statusCode: status }));
    void reply.status(status).send(errorBody(answer, request.id, publicUrl));
  });
}

function excessOf({ raw }: FastifyRequest): 414 | 431 | undefined {
  const { url = '', rawHeaders } = raw;
  // Names and values take turns.
  if (rawHeaders.length > 2 * MAX_HEADERS) return 431;
  if (url.length > MAX_URL_LENGTH) return 414;
  const query = url.indexOf('?');
  return query >= 0 && url.slice(query).split('&', MAX_QUERY_PARAMETERS + 1).length > MAX_QUERY_PARAMETERS
    ? 414
    : undefined;
}
