import { Module } from '@nestjs/common';
import { connectConfig } from '../../../connections/flow/connect.config.js';
import { RequestLogModule } from '../../../outbound/request-log/request-log.module.js';
import { ConnectRoom } from './connect.room.js';
import { ConnectionDetails } from './connection-details.js';
import { ConnectionsRoom } from './connections.room.js';

/** The rooms in which accounts are connected and looked after. */
@Module({
  imports: [RequestLogModule],
  controllers: [ConnectRoom, ConnectionsRoom],
  providers: [connectConfig.provider(), ConnectionDetails],
})
export class ConnectionsRoomModule {}
