import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { isFinalForEach } from '../platform/http/outcomes.js';
import { WireFieldsInterceptor } from '../platform/http/wire-fields.interceptor.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { calendarRoutes } from './calendars.answers.js';
import { presentEvent, presentFreeBusy, presentOutcomes } from './calendars.presentation.js';
import {
  accountQuery,
  changeEventBody,
  changesQuery,
  createEventBody,
  createEventsBody,
  freeBusyQuery,
  listQuery,
  type AccountQuery,
  type ChangeEventBody,
  type ChangesQuery,
  type CreateEventBody,
  type CreateEventsBody,
  type FreeBusyHttpQuery,
  type ListQuery,
} from './calendars.schemas.js';
import { CalendarsService } from './calendars.service.js';

/** Calendars over HTTP. */
@ApiController('v1/calendars/:calendarId')
@UseInterceptors(WireFieldsInterceptor)
export class CalendarsController {
  constructor(private readonly calendars: CalendarsService) {}

  @Get('events')
  @Answers(calendarRoutes.list)
  @RequiresScope('calendars:read')
  async list(
    @Param('calendarId') calendarId: string,
    @Query({ schema: listQuery }) { account, query }: ListQuery,
  ) {
    const { events, nextPageToken } = await this.calendars.pageOfEvents(calendarId, query, account);
    return { data: events.map(presentEvent), next_cursor: nextPageToken ?? null };
  }

  /** What has changed since the last time: keep `sync_token`, and give it the next time. */
  @Get('changes')
  @Answers(calendarRoutes.changes)
  @RequiresScope('calendars:read')
  async changes(
    @Param('calendarId') calendarId: string,
    @Query({ schema: changesQuery }) { account, sync_token }: ChangesQuery,
  ) {
    const { events, syncToken, full } = await this.calendars.changedEvents(calendarId, sync_token, account);
    return { data: events.map(presentEvent), sync_token: syncToken, full };
  }

  @Get('free-busy')
  @Answers(calendarRoutes.freeBusy)
  @RequiresScope('calendars:read')
  async freeBusy(
    @Param('calendarId') calendarId: string,
    @Query({ schema: freeBusyQuery }) { account, ...range }: FreeBusyHttpQuery,
  ) {
    const [found] = await this.calendars.freeBusy([calendarId], range, account);
    return presentFreeBusy(found ?? { calendarId, busy: [] });
  }

  @Post('events')
  @Answers(calendarRoutes.create)
  @RequiresScope('calendars:write')
  @Idempotent({ required: false })
  async create(
    @Param('calendarId') calendarId: string,
    @Body({ schema: createEventBody }) { account, event }: CreateEventBody,
    @CallKey() idempotencyKey: string | undefined,
  ) {
    return presentEvent(await this.calendars.createEvent(calendarId, event, { ...account, idempotencyKey }));
  }

  /** Many at once, by the provider's batch calls: one outcome for each, in their order. */
  @Post('events/batch')
  @Answers(calendarRoutes.createMany)
  @HttpCode(200)
  @RequiresScope('calendars:write')
  @Idempotent({ required: false, isFinal: isFinalForEach })
  async createMany(
    @Param('calendarId') calendarId: string,
    @Body({ schema: createEventsBody }) { account, events }: CreateEventsBody,
    @CallKey() idempotencyKey: string | undefined,
  ) {
    const outcomes = await this.calendars.createEvents(calendarId, events, { ...account, idempotencyKey });
    return { data: presentOutcomes(outcomes) };
  }

  @Get('events/:eventId')
  @Answers(calendarRoutes.get)
  @RequiresScope('calendars:read')
  async get(
    @Param('calendarId') calendarId: string,
    @Param('eventId') eventId: string,
    @Query({ schema: accountQuery }) { account }: AccountQuery,
  ) {
    return presentEvent(await this.calendars.getEvent(calendarId, eventId, account));
  }

  @Patch('events/:eventId')
  @Answers(calendarRoutes.update)
  @RequiresScope('calendars:write')
  async update(
    @Param('calendarId') calendarId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: changeEventBody }) { account, change }: ChangeEventBody,
  ) {
    return presentEvent(await this.calendars.updateEvent(calendarId, eventId, change, account));
  }

  @Delete('events/:eventId')
  @Answers(calendarRoutes.remove)
  @HttpCode(204)
  @RequiresScope('calendars:write')
  async delete(
    @Param('calendarId') calendarId: string,
    @Param('eventId') eventId: string,
    @Query({ schema: accountQuery }) { account }: AccountQuery,
  ): Promise<void> {
    await this.calendars.deleteEvent(calendarId, eventId, account);
  }
}
