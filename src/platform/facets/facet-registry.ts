import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

type FacetDecorator = ReturnType<typeof DiscoveryService.createDecorator<string>>;

/** Finds the marked classes of all loaded modules, so that nobody keeps a list of providers. */
@Injectable()
export class FacetRegistry {
  constructor(private readonly discovery: DiscoveryService) {}

  /**
   * The instances that carry a mark, by provider name. To be asked once the application has started to initialise.
   * @throws Error when two classes carry the same mark for one provider
   */
  find<T>(facet: FacetDecorator): Map<string, T> {
    const found = new Map<string, T>();
    for (const wrapper of this.discovery.getProviders({ metadataKey: facet.KEY })) {
      const name = this.discovery.getMetadataByDecorator(facet, wrapper);
      if (!name || !wrapper.instance) continue;
      if (found.has(name) && found.get(name) !== wrapper.instance) {
        throw new Error(`Two classes offer the same facet of provider "${name}". Keep one of them.`);
      }
      found.set(name, wrapper.instance as T);
    }
    return found;
  }
}
