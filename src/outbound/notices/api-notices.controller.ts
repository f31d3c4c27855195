import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { presentNotice } from './api-notice.presentation.js';
import { ApiNoticeRecords } from './api-notice-records.js';
import { apiNoticeRoutes } from './api-notices.answers.js';
import { listQuery, noticeId, type ListQuery } from './api-notices.schemas.js';

/** What providers' APIs have told of their future. */
@ApiController('v1/api-notices')
export class ApiNoticesController {
  constructor(private readonly records: ApiNoticeRecords) {}

  @Get()
  @Answers(apiNoticeRoutes.list)
  @RequiresScope('requests:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, kind, ...filter }: ListQuery) {
    const found = await this.records.list({ ...filter, kinds: kind && [kind] }, limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(presentNotice),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Post(':id/dismiss')
  @Answers(apiNoticeRoutes.dismiss)
  @HttpCode(200)
  @RequiresScope('admin')
  @Idempotent({ required: false })
  async dismiss(@Param('id', { schema: noticeId }) id: string, @Caller() actor: Actor) {
    const notice = await this.records.dismiss(id, actor);
    if (notice) return presentNotice(notice);
    throw new ApiError('NOT_FOUND', `There is no notice ${id}. See GET /v1/api-notices.`);
  }
}
