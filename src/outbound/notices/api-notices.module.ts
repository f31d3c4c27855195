import { Module } from '@nestjs/common';
import { ApiNoticeMetrics } from './api-notice-metrics.js';
import { ApiNoticeRecords } from './api-notice-records.js';
import { ApiNoticesController } from './api-notices.controller.js';
import { ApiNotices } from './api-notices.js';

/** Reports what providers' APIs tell of their future, each thing once, and shows it. */
@Module({
  controllers: [ApiNoticesController],
  providers: [ApiNoticeMetrics, ApiNoticeRecords, ApiNotices],
  exports: [ApiNoticeRecords, ApiNotices],
})
export class ApiNoticesModule {}
