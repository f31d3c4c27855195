import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../../deliveries/deliveries.module.js';
import { OutboundServicesModule } from '../../../outbound/outbound-services.module.js';
import { WebhooksModule } from '../../../webhooks/webhooks.module.js';
import { AttentionList } from './attention.js';
import { NeedyEndpoints } from './needy-endpoints.js';
import { OverviewRoom } from './overview.room.js';
import { ProviderStates } from './provider-states.js';
import { RequestFailures } from './request-failures.js';
import { WebhookThroughput } from './webhook-throughput.js';

/** `/console`: how everything does, at a glance. */
@Module({
  imports: [WebhooksModule, DeliveriesModule, OutboundServicesModule],
  controllers: [OverviewRoom],
  providers: [AttentionList, NeedyEndpoints, RequestFailures, WebhookThroughput, ProviderStates],
})
export class OverviewRoomModule {}
