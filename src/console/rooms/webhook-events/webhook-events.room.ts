import { Body, Get, HttpStatus, Inject, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import {
  WebhookEvents,
  type WebhookEventPage,
  type WholeEvent,
} from '../../../webhooks/events/webhook-events.js';
import { eventId } from '../../../webhooks/events/webhook-events.schemas.js';
import { WebhookReplays } from '../../../webhooks/events/webhook-replays.js';
import { shownHeaders } from '../../../webhooks/rejections/kept-headers.js';
import { readFilterQuery, typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { EventPage } from './event-page.js';
import { FILTER_FIELDS, REPLAYABLE, eventQuery, replayNotice, type EventQuery } from './event-query.js';
import { EventRequests } from './event-requests.js';
import { EventsPage } from './events-page.js';
import { readablePayload } from './readable-payload.js';

const LIST = '/console/webhook-events';
const PAGE_ROWS = 25;

const doneQuery = z.object({ done: z.string().optional().catch(undefined) });
type DoneQuery = z.output<typeof doneQuery>;

/** Webhook events: found, looked at, sent to their handlers again. */
@Room('webhook-events')
export class WebhookEventsRoom {
  constructor(
    private readonly events: WebhookEvents,
    private readonly replays: WebhookReplays,
    private readonly requests: EventRequests,
    private readonly audit: AuditLog,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { query, page } = await this.find(readFilterQuery(eventQuery, given));
    if (!page) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const notice = replayNotice.safeParse(query.typed).data;
    return EventsPage({ session, query, page, notice, webhookUrl: `${this.config.publicUrl}/webhooks/` });
  }

  @Get(':id')
  @Page()
  async show(
    @Param('id', { schema: eventId }) id: string,
    @Query({ schema: doneQuery }) { done }: DoneQuery,
    @Session() session: ConsoleSession,
  ) {
    const event = await this.events.get(id);
    if (!event) throw noSuchEvent(id);
    const requests = await this.requests.of(event);
    return EventPage({ session, event, requests, done, ...shown(event) });
  }

  @Action(':id/replay')
  @Redirect()
  async replay(@Param('id', { schema: eventId }) id: string, @Session() { actor }: ConsoleSession) {
    const outcome = await this.replays.replay(id);
    if (outcome === 'unknown') throw noSuchEvent(id);
    if (outcome === 'replayed') {
      await this.audit.note({ actor, action: 'webhook_event.replayed', target: `webhook_event:${id}` });
    }
    return seeOther(`${LIST}/${id}`, { done: outcome });
  }

  @Action('replay')
  @Redirect()
  async replayAll(@Body() body: unknown, @Session() { actor }: ConsoleSession) {
    const query = readFilterQuery(eventQuery, body);
    const filter = typedFields(query, FILTER_FIELDS);
    if (!query.value || !REPLAYABLE.includes(filter['status'] ?? '')) {
      throw new ApiError(
        'UNPROCESSABLE',
        'Filter for dead, failed or unhandled events first, then replay those.',
      );
    }
    const { replayed, skipped, next } = await this.replays.replayAll(query.value.filter, query.value.after);
    await this.audit.note({
      actor,
      action: 'webhook_event.replayed',
      details: { ...filter, replayed, skipped },
    });
    const progress = { replayed: String(replayed), skipped: String(skipped), rest: next };
    return seeOther(LIST, { ...filter, done: 'replayed', ...progress });
  }

  /** What a filter finds; what only the search can tell to be wrong is shown beside its field as well. */
  private async find(
    query: FilterQuery<EventQuery>,
  ): Promise<{ query: FilterQuery<EventQuery>; page: WebhookEventPage | undefined }> {
    if (!query.value) return { query, page: undefined };
    const { filter, after } = query.value;
    try {
      return { query, page: await this.events.list(filter, PAGE_ROWS, after) };
    } catch (error) {
      if (!(error instanceof ApiError) || !error.details) throw error;
      const errors = Object.fromEntries(error.details.map(({ field, issue }) => [field, issue]));
      return { query: { ...query, errors, value: undefined }, page: undefined };
    }
  }
}

/** The event as far as it is shown: names of headers that promise a secret are shown without their value. */
function shown({ payload }: WholeEvent) {
  const rawBody = payload?.rawBody ?? new Uint8Array();
  return {
    headers: shownHeaders(payload?.headers ?? {}),
    payload: rawBody.length ? readablePayload(rawBody) : undefined,
  };
}

function noSuchEvent(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no webhook event ${id}. Events are deleted after a while.`);
}
