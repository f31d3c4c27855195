import { Module } from '@nestjs/common';
import { TimelineModule } from '../../../timeline/timeline.module.js';
import { TimelineRoom } from './timeline.room.js';

/** `/console/timeline`. */
@Module({ imports: [TimelineModule], controllers: [TimelineRoom] })
export class TimelineRoomModule {}
