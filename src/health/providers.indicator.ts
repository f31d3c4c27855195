import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { ProviderHealth } from '../contracts/health.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { HealthFacet } from '../platform/facets/facets.js';

const TIMEOUT_MS = 3_000;
/** However often the page is asked for, a provider is asked at most this often, in ms. */
const CACHED_MS = 15_000;

/** A row for each provider. One that is down degrades its own row; Hookline stays ready. */
@Injectable()
export class ProvidersIndicator implements OnModuleInit {
  private providers = new Map<string, ProviderHealth>();

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly facets: FacetRegistry,
  ) {}

  onModuleInit(): void {
    this.providers = this.facets.find<ProviderHealth>(HealthFacet);
  }

  /** One check for each provider there is. */
  checks(): (() => Promise<HealthIndicatorResult>)[] {
    return [...this.providers].map(
      ([name, provider]) =>
        () =>
          this.check(name, provider),
    );
  }

  private async check(name: string, provider: ProviderHealth): Promise<HealthIndicatorResult> {
    const row = this.indicators.check(name);
    if (!provider.configured) return row.up({ configured: false });
    const { [name]: result } = await row
      .attempt(async ({ signal }) => {
        await provider.probe(signal);
        return { configured: true };
      })
      .withTimeout(TIMEOUT_MS)
      .cacheFor(CACHED_MS);
    if (!result || result.status === 'up') return { [name]: result ?? { status: 'up' } };
    const { status: _down, ...data } = result;
    return row.degraded({ configured: true, ...data });
  }
}
