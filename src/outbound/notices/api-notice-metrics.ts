import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { ApiNoticeKind } from '../../platform/database/generated/enums.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';

/** What Prometheus sees of what providers' APIs tell of their future: each thing once, in the process that wrote it down. */
@Injectable()
export class ApiNoticeMetrics {
  private readonly drift: Counter<'provider' | 'kind'>;
  private readonly deprecations: Counter<'provider'>;

  constructor({ registry }: MetricsService) {
    this.drift = new Counter({
      name: 'api_drift_total',
      help: 'Fields and values of answers and webhooks that no schema knows, each counted when it first came',
      labelNames: ['provider', 'kind'],
      registers: [registry],
    });
    this.deprecations = new Counter({
      name: 'api_deprecations_total',
      help: 'Endpoints that a provider announced the end of, or moved it; each counted when that was first told',
      labelNames: ['provider'],
      registers: [registry],
    });
  }

  /** A notice was written down that nobody had seen before. */
  noticed(provider: string, kind: ApiNoticeKind): void {
    if (kind === 'deprecated') this.deprecations.inc({ provider });
    else this.drift.inc({ provider, kind });
  }
}
