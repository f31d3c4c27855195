import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EventLog } from '../../contracts/webhooks.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { EventLogFacet } from '../../platform/facets/facets.js';
import { ApiError } from '../../platform/http/api-error.js';

/** The providers that keep a log of their events. */
@Injectable()
export class EventLogs implements OnModuleInit {
  private logs = new Map<string, EventLog>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.logs = this.facets.find<EventLog>(EventLogFacet);
  }

  /** Every provider that keeps one, configured here or not. */
  all(): ReadonlyMap<string, EventLog> {
    return this.logs;
  }

  /** @throws ApiError NOT_FOUND that names the providers there are */
  get(provider: string): EventLog {
    const log = this.logs.get(provider);
    if (log) return log;
    const known = [...this.logs.keys()].join(', ') || 'none';
    throw new ApiError('NOT_FOUND', `No provider of this name keeps a log of its events. Known: ${known}.`);
  }
}
