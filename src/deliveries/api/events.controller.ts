import { Body, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { WireFieldsInterceptor } from '../../platform/http/wire-fields.interceptor.js';
import { CallKey, Idempotent } from '../../platform/idempotency/idempotent.js';
import { EventsService } from '../events/events.service.js';
import { presentEvent, presentReceipt, presentSummary } from './event.presentation.js';
import { eventRoutes } from './events.answers.js';
import { eventId, listQuery, publishBody, type ListQuery, type PublishBody } from './events.schemas.js';

/** The product's events over HTTP. */
@ApiController('v1/events')
@UseInterceptors(WireFieldsInterceptor)
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** An `Idempotency-Key` header alone serves as the event's key, so that a repeat after a crash publishes nothing anew. */
  @Post()
  @Answers(eventRoutes.publish)
  @HttpCode(202)
  @RouteConfig({ largeBody: true })
  @RequiresScope('events:write')
  @Idempotent({ required: false })
  async publish(@Body({ schema: publishBody }) body: PublishBody, @CallKey() callKey: string | undefined) {
    const { idempotencyKey = callKey, ...event } = body;
    return presentReceipt(await this.events.publish({ ...event, idempotencyKey }));
  }

  @Get()
  @Answers(eventRoutes.list)
  @RequiresScope('events:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const found = await this.events.list(filter, limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(presentSummary),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Answers(eventRoutes.get)
  @RequiresScope('events:read')
  async get(@Param('id', { schema: eventId }) id: string) {
    const event = await this.events.get(id);
    if (event) return presentEvent(event);
    throw new ApiError('NOT_FOUND', `There is no event ${id}: it never was, or is no longer kept.`);
  }
}
