import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../deliveries/deliveries.module.js';
import { PortalDeliveriesRoom } from './deliveries/portal-deliveries.room.js';
import { OwnSwitch } from './endpoints/own-switch.js';
import { EndpointViews } from './endpoints/endpoint-views.js';
import { PortalEndpointDeedsRoom } from './endpoints/portal-endpoint-deeds.room.js';
import { PortalEndpointsRoom } from './endpoints/portal-endpoints.room.js';
import { EnterController } from './enter.controller.js';
import { PortalEventTypesRoom } from './event-types/portal-event-types.room.js';
import { NowhereRoom } from './nowhere.room.js';
import { TenantEndpoints } from './tenant-endpoints.js';

/** `/portal`: the pages on which a tenant looks after its own endpoints. */
@Module({
  imports: [DeliveriesModule],
  controllers: [
    EnterController,
    PortalEndpointsRoom,
    PortalEndpointDeedsRoom,
    PortalDeliveriesRoom,
    PortalEventTypesRoom,
    NowhereRoom,
  ],
  providers: [TenantEndpoints, EndpointViews, OwnSwitch],
})
export class ConsolePortalModule {}
