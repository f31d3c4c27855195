import { Module } from '@nestjs/common';
import { NotificationsModule } from '../../../notifications/notifications.module.js';
import { NotificationsRoom } from './notifications.room.js';

/** `/console/notifications`. */
@Module({ imports: [NotificationsModule], controllers: [NotificationsRoom] })
export class NotificationsRoomModule {}
