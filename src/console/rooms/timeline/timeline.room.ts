import { Body, Get, HttpStatus, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Page } from '../../../platform/pages/page-headers.js';
import { Reveals } from '../../../timeline/reveals.js';
import { revealParams, revealRequest } from '../../../timeline/timeline.schemas.js';
import { TimelineService } from '../../../timeline/timeline.service.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { RefusedRevealPage, RevealedPage } from './revealed-page.js';
import { TimelinePage } from './timeline-page.js';
import { timelineQuery } from './timeline-query.js';

const PAGE_ROWS = 50;

const revealForm = z.object({ ...revealParams, reason: z.string().max(2_000).default('') });
type RevealForm = z.output<typeof revealForm>;

/** One timeline per thing. */
@Room('timeline')
export class TimelineRoom {
  constructor(
    private readonly timeline: TimelineService,
    private readonly reveals: Reveals,
  ) {}

  @Get()
  @Page()
  async show(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(timelineQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const { subject, kinds, after } = query.value ?? {};
    if (!subject) return TimelinePage({ session, query, page: undefined, references: [] });
    const wanted = { subject, limit: PAGE_ROWS, ...(kinds && { kinds }), ...(after && { after }) };
    const [page, references] = await Promise.all([
      this.timeline.page(wanted),
      'requestId' in subject ? this.timeline.referencesOf(subject.requestId) : [],
    ]);
    return TimelinePage({ session, query, page, references });
  }

  @Action('reveal')
  async reveal(
    @Body({ schema: revealForm }) { kind, id, reason }: RevealForm,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const checked = revealRequest.safeParse({ reason });
    if (!checked.success) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      const [issue] = checked.error.issues;
      return RefusedRevealPage({ session, kind, id, reason, error: issue?.message ?? 'is wrong' });
    }
    const revealed = await this.reveals.reveal(kind, id, session.actor, checked.data.reason);
    return RevealedPage({ session, revealed, reason: checked.data.reason });
  }
}
