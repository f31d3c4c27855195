import { Module } from '@nestjs/common';
import { OutboundRequests } from './outbound-requests.js';
import { RequestLogPruning } from './request-log-pruning.js';
import { requestLogConfig } from './request-log.config.js';
import { RequestLog } from './request-log.js';
import { RequestsController } from './requests.controller.js';

/** Keeps what became of calls, and shows it. */
@Module({
  controllers: [RequestsController],
  providers: [requestLogConfig.provider(), OutboundRequests, RequestLog, RequestLogPruning],
  exports: [RequestLog, OutboundRequests],
})
export class RequestLogModule {}
