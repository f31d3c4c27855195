import { Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../platform/api-keys/api-key.guard.js';
import { ApiController } from '../platform/http/api-controller.js';
import { ApiError } from '../platform/http/api-error.js';
import { Idempotent } from '../platform/idempotency/idempotent.js';
import { presentEvent, presentWholeEvent } from './webhook-event.presentation.js';
import { WebhookEvents } from './webhook-events.js';
import { eventId, listQuery, type ListQuery } from './webhook-events.schemas.js';

/** What came in, and what became of it. */
@ApiController('v1/webhook-events')
export class WebhookEventsController {
  constructor(private readonly events: WebhookEvents) {}

  @Get()
  @RequiresScope('webhooks:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const events = await this.events.list(filter, limit + 1, cursor);
    const page = events.slice(0, limit);
    return {
      data: page.map(presentEvent),
      next_cursor: events.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @RequiresScope('webhooks:read')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async get(@Param('id', { schema: eventId }) id: string) {
    const event = await this.events.get(id);
    if (!event) throw noSuchEvent(id);
    return presentWholeEvent(event);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async replay(@Param('id', { schema: eventId }) id: string) {
    if (!(await this.events.replay(id))) throw noSuchEvent(id);
    return { id, status: 'pending' };
  }
}

function noSuchEvent(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no webhook event ${id}.`);
}
