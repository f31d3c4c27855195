import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Caller } from '../platform/api-access/caller.js';
import type { Actor } from '../platform/audit/audit-log.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { Reveals } from './reveals.js';
import type { RevealableKind } from './timeline-entry.js';
import { timelineRoutes } from './timeline.answers.js';
import { presentEntry, presentRevealed } from './timeline.presentation.js';
import {
  cursorOf,
  revealParams,
  revealRequest,
  timelineQuery,
  type RevealRequest,
  type TimelineQueryOnTheWire,
} from './timeline.schemas.js';
import { TimelineService } from './timeline.service.js';

/** Everything that happened about one thing. */
@ApiController('v1/timeline')
export class TimelineController {
  constructor(
    private readonly timeline: TimelineService,
    private readonly reveals: Reveals,
  ) {}

  @Get()
  @Answers(timelineRoutes.list)
  @RequiresScope('timeline:read')
  async list(@Query({ schema: timelineQuery }) query: TimelineQueryOnTheWire) {
    const { entries, next, isCut } = await this.timeline.page(query);
    return { data: entries.map(presentEntry), next_cursor: next ? cursorOf(next) : null, truncated: isCut };
  }

  @Post('entries/:kind/:id/reveal')
  @HttpCode(200)
  @Answers(timelineRoutes.reveal)
  @RequiresScope('timeline:reveal')
  async reveal(
    @Param('kind', { schema: revealParams.kind }) kind: RevealableKind,
    @Param('id', { schema: revealParams.id }) id: string,
    @Body({ schema: revealRequest }) { reason }: RevealRequest,
    @Caller() caller: Actor,
  ) {
    return presentRevealed(await this.reveals.reveal(kind, id, caller, reason));
  }
}
