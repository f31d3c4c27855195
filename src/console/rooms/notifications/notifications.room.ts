import { Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NotificationsService } from '../../../notifications/notifications.service.js';
import { NotificationRecords } from '../../../notifications/records/notification-records.js';
import { notificationId } from '../../../notifications/api/notifications.schemas.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery, typedFields } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { NotificationPage as OneNotificationPage } from './notification-page.js';
import { notificationQuery, type NotificationQuery } from './notification-query.js';
import { NotificationRows, NotificationsPage, type NotificationPage } from './notifications-page.js';

const PAGE_ROWS = 25;

/** Messages to people, and where each stands. */
@Room('notifications')
export class NotificationsRoom {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly records: NotificationRecords,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(notificationQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    return NotificationsPage({ session, query, page: query.value && (await this.find(query.value)) });
  }

  /** The rows of the first page again. */
  @Get('latest')
  @Page()
  async latest(@Query() given: unknown) {
    const query = readFilterQuery(notificationQuery, given);
    const page = await this.find({ filter: query.value?.filter ?? {}, after: undefined });
    return NotificationRows({ page, filter: typedFields(query, ['status']), isFirst: true });
  }

  @Get(':id')
  @Page()
  async show(
    @Param('id', { schema: notificationId }) id: string,
    @Query('done') done: unknown,
    @Session() session: ConsoleSession,
  ) {
    const row = await this.records.get(id);
    if (!row) throw new ApiError('NOT_FOUND', `There is no notification ${id}.`);
    const history = await this.notifications.history(id);
    return OneNotificationPage({ session, row, history, done: typeof done === 'string' ? done : undefined });
  }

  @Action(':id/send-again')
  @Redirect()
  async sendAgain(@Param('id', { schema: notificationId }) id: string, @Session() { actor }: ConsoleSession) {
    const receipt = await this.notifications.sendAgain(id, actor);
    return seeOther(`/console/notifications/${id}`, { done: receipt ? 'sent-again' : 'nothing' });
  }

  private async find({ filter, after }: NotificationQuery): Promise<NotificationPage> {
    const found = await this.notifications.list(filter, PAGE_ROWS + 1, after);
    const notifications = found.slice(0, PAGE_ROWS);
    return { notifications, next: found.length > PAGE_ROWS ? notifications.at(-1)?.id : undefined };
  }
}
