import { Module } from '@nestjs/common';
import { CorrelationSearch } from './correlations.js';
import { EntryReading } from './entry-reading.js';
import { Reveals } from './reveals.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineService } from './timeline.service.js';

/** One timeline per thing. */
@Module({
  controllers: [TimelineController],
  providers: [TimelineService, CorrelationSearch, EntryReading, Reveals],
  exports: [TimelineService, Reveals],
})
export class TimelineModule {}
