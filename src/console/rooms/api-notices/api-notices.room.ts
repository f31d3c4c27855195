import { Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiNoticeRecords } from '../../../outbound/notices/api-notice-records.js';
import { noticeId } from '../../../outbound/notices/api-notices.schemas.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { ApiNoticesPage, type NoticesPage } from './api-notices-page.js';
import { noticeQuery, type NoticeQuery } from './notice-query.js';

const PAGE_ROWS = 25;

/** Endpoints that are to go, of which the first page shows so many: those that go first. */
const MAX_ENDINGS = 100;

/** What providers' APIs have told of their future. */
@Room('api-notices')
export class ApiNoticesRoom {
  constructor(private readonly records: ApiNoticeRecords) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(noticeQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const page = query.value && (await this.find(query.value));
    return ApiNoticesPage({ session, query, page, isDismissed: query.typed['done'] === 'dismissed' });
  }

  @Action(':id/dismiss')
  @Redirect()
  async dismiss(@Param('id', { schema: noticeId }) id: string, @Session() { actor }: ConsoleSession) {
    const notice = await this.records.dismiss(id, actor);
    if (notice) return seeOther('/console/api-notices', { done: 'dismissed' });
    throw new ApiError('NOT_FOUND', `There is no notice ${id}.`);
  }

  /** Endpoints that are to go stand on the first page, whatever follows. */
  private async find({ kind, after, ...filter }: NoticeQuery): Promise<NoticesPage> {
    const drift = (['unknown_field', 'unknown_value'] as const).filter((one) => !kind || one === kind);
    const withEndings = !after && (!kind || kind === 'deprecated');
    const [endings, found] = await Promise.all([
      withEndings ? this.records.endings(filter, MAX_ENDINGS) : [],
      this.records.list({ ...filter, kinds: drift }, PAGE_ROWS + 1, after),
    ]);
    const drifts = found.slice(0, PAGE_ROWS);
    return { endings, drifts, next: found.length > PAGE_ROWS ? drifts.at(-1)?.id : undefined };
  }
}
