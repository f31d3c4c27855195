import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { SubscriptionKind } from '../../contracts/connections.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { SubscriptionFacet } from '../../platform/facets/facets.js';

/** What is held at each provider for its connections. */
@Injectable()
export class SubscriptionKinds implements OnModuleInit {
  private kinds = new Map<string, SubscriptionKind>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.kinds = this.facets.find<SubscriptionKind>(SubscriptionFacet);
  }

  /** The providers at which anything is held. */
  get providers(): string[] {
    return [...this.kinds.keys()];
  }

  of(provider: string): SubscriptionKind | undefined {
    return this.kinds.get(provider);
  }
}
