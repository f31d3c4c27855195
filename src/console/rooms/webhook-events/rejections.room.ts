import { Get, HttpStatus, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { WebhookRejectionReason } from '../../../platform/database/generated/enums.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { RejectedRequests } from '../../../webhooks/rejections/rejected-requests.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { RejectionsPage } from './rejections-page.js';

const PAGE_ROWS = 25;

const rejectionQuery = z
  .object({
    provider: z.string().max(64).optional(),
    reason: z.enum(WebhookRejectionReason).optional(),
    after: z.uuid().optional().catch(undefined),
  })
  .transform(({ after, ...filter }) => ({ filter, after }));

/** Requests that could not be verified. */
@Room('webhook-events/rejections')
export class RejectionsRoom {
  constructor(private readonly rejected: RejectedRequests) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(rejectionQuery, given);
    if (!query.value) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return RejectionsPage({ session, query, rejections: undefined, next: undefined });
    }
    const { filter, after } = query.value;
    const found = await this.rejected.list(filter, PAGE_ROWS + 1, after);
    const rejections = found.slice(0, PAGE_ROWS);
    const next = found.length > PAGE_ROWS ? rejections.at(-1)?.id : undefined;
    return RejectionsPage({ session, query, rejections, next });
  }
}
