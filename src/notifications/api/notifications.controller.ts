import { Body, Get, HttpCode, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { WireFieldsInterceptor } from '../../platform/http/wire-fields.interceptor.js';
import { CallKey, Idempotent } from '../../platform/idempotency/idempotent.js';
import { NotificationsService } from '../notifications.service.js';
import { presentEvent, presentReceipt } from './notification.presentation.js';
import { notificationRoutes } from './notifications.answers.js';
import {
  listQuery,
  notificationId,
  sendNotificationBody,
  sendToManyBody,
  type ListQuery,
  type SendNotificationBody,
  type SendToManyBody,
} from './notifications.schemas.js';

/** Messages to people over HTTP. */
@ApiController('v1/notifications')
@UseInterceptors(WireFieldsInterceptor)
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  /** 201 for what is sent, 202 for what will be. */
  @Post()
  @Answers(notificationRoutes.send)
  @RouteConfig({ largeBody: true })
  @RequiresScope('notifications:write')
  @Idempotent({ required: false })
  async send(
    @Body({ schema: sendNotificationBody }) body: SendNotificationBody,
    @CallKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { raw, ...receipt } = await this.notifications.send(body, keyed(idempotencyKey));
    void reply.status(receipt.status === 'queued' ? 202 : 201);
    return { ...presentReceipt(receipt), raw: raw ?? null };
  }

  /** One message to many people, by as few calls as its provider allows. */
  @Post('batch')
  @Answers(notificationRoutes.sendToMany)
  @HttpCode(202)
  @RouteConfig({ largeBody: true })
  @RequiresScope('notifications:write')
  @Idempotent({ required: false })
  async sendToMany(
    @Body({ schema: sendToManyBody }) body: SendToManyBody,
    @CallKey() idempotencyKey: string | undefined,
  ) {
    const receipts = await this.notifications.sendToMany(body, keyed(idempotencyKey));
    return { data: receipts.map(presentReceipt) };
  }

  @Get()
  @Answers(notificationRoutes.list)
  @RequiresScope('notifications:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const found = await this.notifications.list(filter, limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(presentReceipt),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Answers(notificationRoutes.get)
  @RequiresScope('notifications:read')
  async get(@Param('id', { schema: notificationId }) id: string) {
    const receipt = await this.notifications.get(id);
    return { ...presentReceipt(receipt), events: (await this.notifications.history(id)).map(presentEvent) };
  }

  /** From the dead letter, or after a refusal, once its reason is mended. */
  @Post(':id/send-again')
  @Answers(notificationRoutes.sendAgain)
  @HttpCode(202)
  @RequiresScope('notifications:write')
  @Idempotent({ required: false })
  async sendAgain(@Param('id', { schema: notificationId }) id: string, @Caller() actor: Actor) {
    const receipt = await this.notifications.sendAgain(id, actor);
    if (receipt) return presentReceipt(receipt);
    const message = `The notification ${id} is sent, or may be on its way, so that it is not sent again.`;
    throw new ApiError('CONFLICT', message);
  }
}

function keyed(idempotencyKey: string | undefined) {
  return idempotencyKey === undefined ? {} : { idempotencyKey };
}
