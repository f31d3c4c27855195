import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../../deliveries/deliveries.module.js';
import { EventTypesRoom } from './event-types.room.js';

/** `/console/event-types`. */
@Module({ imports: [DeliveriesModule], controllers: [EventTypesRoom] })
export class EventTypesRoomModule {}
