import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PortalTokenRefused } from '../../../deliveries/portal/portal-token-refused.js';
import { errorAnswer } from '../../../platform/http/error-answer.js';
import { LOGGER, type Logger } from '../../../platform/logging/logger.js';
import { PAGE_HEADERS } from '../../../platform/pages/page-headers.js';
import { PortalClosed } from './portal-closed.js';
import { ClosedPage, PortalErrorPage } from './portal-error-page.js';

/** Shows what went wrong as a page, and who has no good link how to get one. Our own faults are logged whole. */
@Catch()
@Injectable()
export class PortalErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof PortalClosed) return closed(request, reply, 'no_link');
    if (error instanceof PortalTokenRefused) return closed(request, reply, error.reason);
    const answer = errorAnswer(error);
    this.log(error, answer.status, request);
    if (reply.sent) return;
    void reply.status(answer.status).headers(PAGE_HEADERS);
    const { id: correlationId, portalSession: session } = request;
    void reply.send(await PortalErrorPage({ answer, correlationId, session }));
  }

  private log(error: unknown, status: number, request: FastifyRequest): void {
    if (status < 500) return;
    const fields = { event: 'page_failed', request_id: request.id, method: request.method, err: error };
    if (status === 500)
      this.logger.error(fields, 'A page of the portal failed because of a fault in Hookline');
    else this.logger.warn(fields, 'A page of the portal could not be served');
  }
}

async function closed(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  reason: 'no_link' | PortalTokenRefused['reason'],
): Promise<void> {
  void reply.status(401).headers(PAGE_HEADERS).header('Referrer-Policy', 'no-referrer');
  // htmx would put this page into the middle of the one at hand.
  if (headers['hx-request']) void reply.header('HX-Redirect', '/portal').send('');
  else void reply.send(await ClosedPage({ reason }));
}
