import type { IntegrationError } from '../../src/contracts/errors.js';
import { ResponseCache } from '../../src/outbound/cache/response-cache.js';
import { Circuits } from '../../src/outbound/circuit-breaker/circuits.js';
import { systemClock, type Clock } from '../../src/outbound/clock.js';
import { OutboundMetrics } from '../../src/outbound/metrics/outbound-metrics.js';
import type { ApiNoticeListener } from '../../src/outbound/notices/api-notice.js';
import type { OutboundCall } from '../../src/outbound/outbound-call.js';
import { RateLimits } from '../../src/outbound/rate-limit/rate-limits.js';
import type { RoadPolicy } from '../../src/outbound/road-policy.js';
import type { RoadServices } from '../../src/outbound/road-services.js';
import type { RoadSettings } from '../../src/outbound/road-settings.js';
import { Road } from '../../src/outbound/road.js';
import { Transport } from '../../src/outbound/transport/transport.js';
import type { Logger } from '../../src/platform/logging/logger.js';
import { MetricsService } from '../../src/platform/metrics/metrics.service.js';
import { WindowStore } from './window-store.js';

export interface RoadWishes {
  readonly logger: Logger;
  /** @default `acme` */
  readonly provider?: string;
  readonly policy?: Partial<RoadPolicy>;
  /** @default a deadline of 5 s, three retries almost at once, no limit, 50 calls at once */
  readonly settings?: Partial<RoadSettings>;
  readonly clock?: Clock;
  /** @default a transport of its own */
  readonly transport?: Transport;
  /** @default nobody */
  readonly notices?: ApiNoticeListener;
}

/** The whole road, alone: what it shares with a database or with replicas is kept in this process instead. */
export function openRoad({ logger, clock = systemClock, provider = 'acme', ...wishes }: RoadWishes) {
  const metrics = new MetricsService();
  const services: RoadServices = {
    logger,
    clock,
    metrics: new OutboundMetrics(metrics),
    requestLog: { callEnded: () => undefined },
    cache: new ResponseCache({ logger, clock }),
    outcomes: { record: async (call, sentAt, error) => `record-${unknown.push({ call, sentAt, error })}` },
    circuits: new Circuits({ clock }),
    rateLimits: new RateLimits(
      new WindowStore(clock),
      logger,
      { onThrottled: () => undefined, onWait: () => undefined },
      clock,
    ),
    notices: wishes.notices ?? { drifted: () => undefined, deprecated: () => undefined },
  };
  const unknown: { call: OutboundCall; sentAt: Date; error: IntegrationError }[] = [];
  const settings: RoadSettings = {
    baseUrl: 'http://127.0.0.1',
    timeoutMs: 5000,
    maxRetries: 3,
    retryDelayMs: 1,
    rateLimitPerMinute: undefined,
    maxConcurrent: 50,
    ...wishes.settings,
  };
  const policy: RoadPolicy = { writes: { by: 'header', header: 'idempotency-key' }, ...wishes.policy };
  const transport = wishes.transport ?? new Transport({ ...policy, clock });
  return {
    road: new Road(provider, settings, policy, services, transport),
    services,
    transport,
    /** Calls whose outcome nobody knows. */
    unknown,
    /** What Prometheus would be shown. */
    metrics: () => metrics.registry.metrics(),
  };
}
