import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { RejectedRequests } from './rejected-requests.js';
import { SecondLook } from './second-look.js';
import { presentRejection, presentWholeRejection } from './webhook-rejection.presentation.js';
import { webhookRejectionRoutes } from './webhook-rejections.answers.js';
import {
  listQuery,
  rejectionId,
  verifyAll,
  verifyOne,
  type ListQuery,
  type VerifyAll,
  type VerifyOne,
} from './webhook-rejections.schemas.js';

/** What was refused at the door, and how it gets in after all. */
@ApiController('v1/webhook-rejections')
export class WebhookRejectionsController {
  constructor(
    private readonly rejected: RejectedRequests,
    private readonly secondLook: SecondLook,
  ) {}

  @Get()
  @Answers(webhookRejectionRoutes.list)
  @RequiresScope('webhooks:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const rejections = await this.rejected.list(filter, limit + 1, cursor);
    const page = rejections.slice(0, limit);
    return {
      data: page.map(presentRejection),
      next_cursor: rejections.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Answers(webhookRejectionRoutes.get)
  @RequiresScope('webhooks:read')
  async get(@Param('id', { schema: rejectionId }) id: string) {
    const rejection = await this.rejected.get(id);
    if (!rejection) throw noSuchRejection(id);
    return presentWholeRejection(rejection);
  }

  @Post('verify')
  @Answers(webhookRejectionRoutes.verifyAll)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async verifyAll(@Body({ schema: verifyAll }) body: VerifyAll, @Caller() actor: Actor) {
    const { accept_stale: acceptStale = false, ...filter } = body ?? {};
    return this.secondLook.atAll(filter, { acceptStale }, actor);
  }

  @Post(':id/verify')
  @Answers(webhookRejectionRoutes.verify)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async verify(
    @Param('id', { schema: rejectionId }) id: string,
    @Body({ schema: verifyOne }) body: VerifyOne,
    @Caller() actor: Actor,
  ) {
    const letIn = await this.secondLook.at(id, { acceptStale: body?.accept_stale ?? false }, actor);
    if (!letIn) throw noSuchRejection(id);
    return letIn;
  }
}

function noSuchRejection(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no refused request ${id}. They are kept for three days.`);
}
