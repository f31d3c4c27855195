import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { WebhookSource } from '../../contracts/webhooks.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { ApiError } from '../../platform/http/api-error.js';
import { declaredSourcesConfig, type DeclaredSources } from './generic/declared-sources.config.js';

/** The providers whose webhooks can come in. */
@Injectable()
export class WebhookSources implements OnModuleInit {
  private sources = new Map<string, WebhookSource>();

  constructor(
    private readonly facets: FacetRegistry,
    @Inject(declaredSourcesConfig.token) private readonly declared: DeclaredSources,
  ) {}

  /** @throws ConfigurationError when `WEBHOOK_SOURCES` declares what is there already */
  onModuleInit(): void {
    const ownSources = this.facets.find<WebhookSource>(WebhookSourceFacet);
    refuseTaken(this.declared, ownSources);
    this.sources = new Map([...ownSources, ...this.declared]);
  }

  /** Every provider and its source. */
  all(): ReadonlyMap<string, WebhookSource> {
    return this.sources;
  }

  find(provider: string): WebhookSource | undefined {
    return this.sources.get(provider);
  }

  /** @throws ApiError NOT_FOUND that names the providers there are */
  get(provider: string): WebhookSource {
    const source = this.sources.get(provider);
    if (source) return source;
    const known = [...this.sources.keys()].join(', ') || 'none';
    throw new ApiError('NOT_FOUND', `No provider of this name sends webhooks here. Known: ${known}.`);
  }
}

/** A declared source may not take a provider's name, nor read the secrets of another. */
function refuseTaken(declared: DeclaredSources, taken: ReadonlyMap<string, WebhookSource>): void {
  const problems = [...declared].flatMap(([name, { secretVariable }]) => {
    const other = [...taken].find(
      ([provider, source]) => provider === name || source.secretVariable === secretVariable,
    );
    return other
      ? [
          `WEBHOOK_SOURCES: call ${name} otherwise: ${other[0]} has that name, or reads ${secretVariable}, too`,
        ]
      : [];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
}
