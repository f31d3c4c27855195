import { Body, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { presentEvent, presentWholeEvent } from './webhook-event.presentation.js';
import { getWebhookEvent, webhookEventRoutes } from './webhook-events.answers.js';
import { WebhookEvents } from './webhook-events.js';
import {
  eventId,
  listQuery,
  replayRequest,
  type ListQuery,
  type ReplayRequest,
} from './webhook-events.schemas.js';
import { WebhookReplays, type ReplayOutcome } from './webhook-replays.js';

/** What came in, and what became of it. */
@ApiController('v1/webhook-events')
export class WebhookEventsController {
  constructor(
    private readonly events: WebhookEvents,
    private readonly replays: WebhookReplays,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Answers(webhookEventRoutes.list)
  @RequiresScope('webhooks:read')
  async list(@Query({ schema: listQuery }) { filter, limit, after }: ListQuery) {
    const { events, next } = await this.events.list(filter, limit, after);
    return { data: events.map(presentEvent), next_cursor: next ?? null };
  }

  @Get(':id')
  @Answers(getWebhookEvent)
  @RequiresScope('webhooks:read')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async get(@Param('id', { schema: eventId }) id: string) {
    const event = await this.events.get(id);
    if (!event) throw noSuchEvent(id);
    return presentWholeEvent(event);
  }

  @Post('replay')
  @Answers(webhookEventRoutes.replayAll)
  @HttpCode(202)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async replayAll(@Body({ schema: replayRequest }) { filter, after }: ReplayRequest, @Caller() actor: Actor) {
    const { replayed, skipped, next } = await this.replays.replayAll(filter, after);
    await this.audit.note({ actor, action: 'webhook_event.replayed', details: { replayed, skipped } });
    return { replayed, skipped, next_cursor: next ?? null };
  }

  @Post(':id/replay')
  @Answers(webhookEventRoutes.replay)
  @HttpCode(202)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async replay(@Param('id', { schema: eventId }) id: string, @Caller() actor: Actor) {
    refuse(id, await this.replays.replay(id));
    await this.audit.note({ actor, action: 'webhook_event.replayed', target: `webhook_event:${id}` });
    return { id, status: 'pending' };
  }
}

function refuse(id: string, outcome: ReplayOutcome): void {
  if (outcome === 'unknown') throw noSuchEvent(id);
  if (outcome === 'running') {
    throw new ApiError(
      'CONFLICT',
      `A handler is running with webhook event ${id}. Try again when it has ended (under a new Idempotency-Key).`,
    );
  }
  if (outcome === 'erased') {
    throw new ApiError(
      'UNPROCESSABLE',
      `The payload of webhook event ${id} was erased: there is nothing to replay.`,
    );
  }
}

function noSuchEvent(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no webhook event ${id}.`);
}
