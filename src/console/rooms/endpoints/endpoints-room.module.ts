import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../../deliveries/deliveries.module.js';
import { EndpointActionsRoom } from './endpoint-actions.room.js';
import { EndpointDetails } from './endpoint-details.js';
import { EndpointsRoom } from './endpoints.room.js';

/** `/console/endpoints`. */
@Module({
  imports: [DeliveriesModule],
  controllers: [EndpointsRoom, EndpointActionsRoom],
  providers: [EndpointDetails],
})
export class EndpointsRoomModule {}
