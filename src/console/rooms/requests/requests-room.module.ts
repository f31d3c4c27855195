import { Module } from '@nestjs/common';
import { OutboundServicesModule } from '../../../outbound/outbound-services.module.js';
import { CircuitsRoom } from './circuits.room.js';
import { RequestsRoom } from './requests.room.js';

/** `/console/requests`, with the circuits. */
@Module({
  imports: [OutboundServicesModule],
  controllers: [CircuitsRoom, RequestsRoom],
})
export class RequestsRoomModule {}
