import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../../deliveries/deliveries.module.js';
import { DeliveriesRoom } from './deliveries.room.js';
import { EndpointNames } from './endpoint-names.js';

/** `/console/deliveries`. */
@Module({ imports: [DeliveriesModule], controllers: [DeliveriesRoom], providers: [EndpointNames] })
export class DeliveriesRoomModule {}
