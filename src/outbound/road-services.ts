import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { ResponseCache } from './cache/response-cache.js';
import { Circuits } from './circuit-breaker/circuits.js';
import { ROAD_CLOCK } from './clock.module.js';
import type { Clock } from './clock.js';
import type { CallListener } from './interceptors/request-log.interceptor.js';
import type { UnknownOutcomeRecorder } from './interceptors/retry.interceptor.js';
import { OutboundMetrics } from './metrics/outbound-metrics.js';
import type { ApiNoticeListener } from './notices/api-notice.js';
import { ApiNotices } from './notices/api-notices.js';
import { RateLimits } from './rate-limit/rate-limits.js';
import { RequestLog } from './request-log/request-log.js';
import { UnknownOutcomes } from './unknown-outcomes/unknown-outcomes.js';

/** What all roads of an application share. */
@Injectable()
export class RoadServices {
  constructor(
    @Inject(LOGGER) readonly logger: Logger,
    @Inject(ROAD_CLOCK) readonly clock: Clock,
    readonly metrics: OutboundMetrics,
    @Inject(RequestLog) readonly requestLog: CallListener,
    readonly cache: ResponseCache,
    @Inject(UnknownOutcomes) readonly outcomes: UnknownOutcomeRecorder,
    readonly circuits: Circuits,
    readonly rateLimits: RateLimits,
    @Inject(ApiNotices) readonly notices: ApiNoticeListener,
  ) {}
}
