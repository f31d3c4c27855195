import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../../webhooks/webhooks.module.js';
import { EventRequests } from './event-requests.js';
import { RejectionsRoom } from './rejections.room.js';
import { SourcesRoom } from './sources.room.js';
import { WebhookEventsRoom } from './webhook-events.room.js';

/** `/console/webhook-events`, with its rejected requests and its sources. */
@Module({
  imports: [WebhooksModule],
  controllers: [RejectionsRoom, SourcesRoom, WebhookEventsRoom],
  providers: [EventRequests],
})
export class WebhookEventsRoomModule {}
