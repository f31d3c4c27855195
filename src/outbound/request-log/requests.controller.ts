import { Get, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { OutboundRequests } from './outbound-requests.js';
import { presentRequest } from './request.presentation.js';
import { requestRoutes } from './requests.answers.js';
import { listQuery, type ListQuery } from './requests.schemas.js';

/** What went out, and what became of it. */
@ApiController('v1/requests')
export class RequestsController {
  constructor(private readonly requests: OutboundRequests) {}

  @Get()
  @Answers(requestRoutes.list)
  @RequiresScope('requests:read')
  async list(@Query({ schema: listQuery }) query: ListQuery) {
    const {
      limit,
      cursor,
      status_code: statusCode,
      request_id: requestId,
      connection_id: connectionId,
      ...filter
    } = query;
    const found = await this.requests.list(
      { ...filter, statusCode, requestId, connectionId },
      limit + 1,
      cursor,
    );
    const page = found.slice(0, limit);
    return {
      data: page.map(presentRequest),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }
}
