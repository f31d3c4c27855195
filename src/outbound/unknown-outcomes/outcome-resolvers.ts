import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OutcomeResolver } from '../../contracts/outcomes.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';

/** The providers at which a lost call can be looked up. */
@Injectable()
export class OutcomeResolvers implements OnModuleInit {
  private resolvers = new Map<string, OutcomeResolver>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.resolvers = this.facets.find<OutcomeResolver>(OutcomeResolverFacet);
  }

  find(provider: string): OutcomeResolver | undefined {
    return this.resolvers.get(provider);
  }
}
