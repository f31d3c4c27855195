import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WebhookSource } from '../contracts/webhooks.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { WebhookSourceFacet } from '../platform/facets/facets.js';
import { ApiError } from '../platform/http/api-error.js';

/** The providers whose webhooks can come in. */
@Injectable()
export class WebhookSources implements OnModuleInit {
  private sources = new Map<string, WebhookSource>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.sources = this.facets.find<WebhookSource>(WebhookSourceFacet);
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
