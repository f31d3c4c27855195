import { Body, Post, UseInterceptors } from '@nestjs/common';
import type { SentMessage } from '../contracts/notifications.js';
import { RequiresScope } from '../platform/api-keys/api-key.guard.js';
import { ApiController } from '../platform/http/api-controller.js';
import { WireFieldsInterceptor } from '../platform/http/wire-fields.interceptor.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { sendNotificationBody, type SendNotificationBody } from './notifications.schemas.js';
import { NotificationsService } from './notifications.service.js';

/** Messages to people over HTTP. */
@ApiController('v1/notifications')
@UseInterceptors(WireFieldsInterceptor)
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @Post()
  @RequiresScope('notifications:write')
  @Idempotent({ required: false })
  async send(
    @Body({ schema: sendNotificationBody }) { notification, actingFor }: SendNotificationBody,
    @CallKey() idempotencyKey: string | undefined,
  ) {
    const options = { ...actingFor, ...(idempotencyKey !== undefined && { idempotencyKey }) };
    return presentReceipt(await this.notifications.send(notification, options));
  }
}

function presentReceipt(receipt: SentMessage) {
  return {
    id: receipt.messageId,
    provider: receipt.provider,
    channel: receipt.channel,
    to: receipt.to,
    status: 'sent',
    sent_at: receipt.sentAt.toISOString(),
    raw: receipt.raw,
  };
}
