import { Module } from '@nestjs/common';
import { OutboundServicesModule } from '../../../outbound/outbound-services.module.js';
import { ApiNoticesRoom } from './api-notices.room.js';

/** `/console/api-notices`. */
@Module({ imports: [OutboundServicesModule], controllers: [ApiNoticesRoom] })
export class ApiNoticesRoomModule {}
