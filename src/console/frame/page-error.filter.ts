import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { errorAnswer } from '../../platform/http/error-answer.js';
import { PAGE_HEADERS } from '../../platform/pages/page-headers.js';
import { pathWithin } from '../sign-in/next-path.js';
import { ErrorPage } from './error-page.js';
import { SignInRequired } from './sign-in-required.js';

/** Shows what went wrong as a page; who is not signed in is sent to do so. Our own faults are logged whole. */
@Catch()
@Injectable()
export class PageErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof SignInRequired) return signIn(request, reply);
    const answer = errorAnswer(error);
    this.log(error, answer.status, request);
    if (reply.sent) return;
    void reply.status(answer.status).headers(PAGE_HEADERS);
    if (answer.retryAfterSeconds !== undefined) {
      void reply.header('Retry-After', String(answer.retryAfterSeconds));
    }
    void reply.send(await ErrorPage({ answer, correlationId: request.id, session: request.consoleSession }));
  }

  private log(error: unknown, status: number, request: FastifyRequest): void {
    if (status < 500) return;
    const fields = { event: 'page_failed', request_id: request.id, method: request.method, err: error };
    if (status === 500) this.logger.error(fields, 'A page failed because of a fault in Hookline');
    else this.logger.warn(fields, 'A page could not be served');
  }
}

/** After the sign-in it goes on where the reader was: on the page itself, or on the one that held the form. */
function signIn({ method, url, headers }: FastifyRequest, reply: FastifyReply): void {
  const next = pathWithin(method === 'GET' ? url : refererPath(headers.referer));
  const address = `/console/sign-in?${new URLSearchParams({ next }).toString()}`;
  void reply.header('Cache-Control', 'no-store');
  // htmx would follow a redirect and put the sign-in page into the middle of the one at hand.
  if (headers['hx-request']) void reply.header('HX-Redirect', address).send('');
  else void reply.redirect(address, 303);
}

function refererPath(referer: string | undefined): string | undefined {
  if (!referer || !URL.canParse(referer)) return undefined;
  const { pathname, search } = new URL(referer);
  return pathname + search;
}
