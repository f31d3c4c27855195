import { Module } from '@nestjs/common';
import { OutboundMetrics } from './outbound-metrics.js';

/** One {@link OutboundMetrics} for the roads of all providers. */
@Module({ providers: [OutboundMetrics], exports: [OutboundMetrics] })
export class OutboundMetricsModule {}
