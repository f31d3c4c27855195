import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { platformConfig, type PlatformConfig } from '../config/platform.config.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { ApiError } from './api-error.js';
import { errorAnswer } from './error-answer.js';
import { errorBody } from './error-body.js';

/** The one error filter: every failure of a request leaves in the error format. Our own faults are logged whole. */
@Catch()
@Injectable()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers a request that failed, for routes that are not Nest's. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = errorAnswer(error);
    this.log(error, answer.status, request);
    if (reply.sent) return;
    if (request.is404) void reply.helmet(); // there is no route to ask for it
    if (answer.retryAfterSeconds !== undefined)
      void reply.header('Retry-After', String(answer.retryAfterSeconds));
    const challenge = error instanceof ApiError ? error.challenge : undefined;
    if (challenge || answer.code === 'UNAUTHENTICATED')
      void reply.header('WWW-Authenticate', bearerChallenge(challenge));
    void reply.status(answer.status).send(errorBody(answer, request.id, this.config.publicUrl));
  }

  private log(error: unknown, status: number, request: FastifyRequest): void {
    if (status < 500) return;
    const fields = { event: 'request_failed', request_id: request.id, method: request.method, err: error };
    if (status === 500) this.logger.error(fields, 'A request failed because of a fault in Hookline');
    else this.logger.warn(fields, 'A request could not be served');
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1 */
function bearerChallenge(parameters: object = {}): string {
  const given = Object.entries({ realm: 'hookline', ...parameters }).filter(
    ([, value]) => value !== undefined,
  );
  return `Bearer ${given.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
}
