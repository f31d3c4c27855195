import { Body, Get, HttpStatus, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { ExternalApiService } from './external-api.service.js';
import { externalRoutes } from './external.answers.js';
import { presentAccepted, presentProcessed, presentStatus } from './external.presentation.js';
import { processBody, requestId, type ProcessBody } from './external.schemas.js';

/** The external API over HTTP, in the form of its own specification. */
@ApiController('api/external')
export class ExternalController {
  constructor(private readonly external: ExternalApiService) {}

  /** 200 with the result; 202 for `async: true`, whose result is had by its status or comes to the `callback_url`. */
  @Post('process')
  @Answers(externalRoutes.process)
  @RequiresScope('external:write')
  @Idempotent({ required: false })
  async process(
    @Body({ schema: processBody }) { data, later, callbackUrl }: ProcessBody,
    @CallKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (callbackUrl !== undefined) await this.external.checkCallbackUrl(callbackUrl);
    if (!later) {
      void reply.status(HttpStatus.OK);
      return presentProcessed(await this.external.process(data, { idempotencyKey }));
    }
    void reply.status(HttpStatus.ACCEPTED);
    return presentAccepted(await this.external.processLater(data, { callbackUrl, idempotencyKey }));
  }

  @Get('status/:requestId')
  @Answers(externalRoutes.status)
  @RequiresScope('external:read')
  async status(@Param('requestId', { schema: requestId }) id: string) {
    return presentStatus(await this.external.status(id));
  }
}
