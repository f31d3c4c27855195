import { Module } from '@nestjs/common';
import { ResponseCacheModule } from './cache/response-cache.module.js';
import { CircuitsModule } from './circuit-breaker/circuits.module.js';
import { ClockModule } from './clock.module.js';
import { OutboundMetricsModule } from './metrics/outbound-metrics.module.js';
import { ApiNoticesModule } from './notices/api-notices.module.js';
import { RateLimitsModule } from './rate-limit/rate-limits.module.js';
import { RequestLogModule } from './request-log/request-log.module.js';
import { RoadServices } from './road-services.js';
import { UnknownOutcomesModule } from './unknown-outcomes/unknown-outcomes.module.js';

/** What the roads of all providers share: counted, limited and written down in one place. */
@Module({
  imports: [
    ClockModule,
    OutboundMetricsModule,
    RequestLogModule,
    ResponseCacheModule,
    CircuitsModule,
    RateLimitsModule,
    UnknownOutcomesModule,
    ApiNoticesModule,
  ],
  providers: [RoadServices],
  exports: [
    RoadServices,
    ApiNoticesModule,
    RequestLogModule,
    CircuitsModule,
    ResponseCacheModule,
    UnknownOutcomesModule,
  ],
})
export class OutboundServicesModule {}
