import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { EventDefinition } from './define-event.js';

/** On a provider class of the product: the event definitions among its properties are in the catalogue. */
export const EventTypes = DiscoveryService.createDecorator();

/** The types of events that the product's code defines, found when the application starts. */
@Injectable()
export class DefinedEventTypes implements OnModuleInit {
  private readonly byName = new Map<string, EventDefinition>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws ConfigurationError with a sentence for each class without a definition, and each type with two */
  onModuleInit(): void {
    const problems = new Set<string>();
    for (const { name, instance } of this.discovery.getProviders({ metadataKey: EventTypes.KEY })) {
      const definitions = definitionsOf(instance);
      if (definitions.length === 0) {
        problems.add(
          `${String(name)} has @EventTypes(), but no event definition. Make them readonly properties of its one instance.`,
        );
      }
      for (const definition of definitions) {
        const known = this.byName.get(definition.type) ?? definition;
        if (known !== definition) {
          problems.add(
            `The event type ${definition.type} is defined twice in code. Keep one of the definitions.`,
          );
        }
        this.byName.set(definition.type, definition);
      }
    }
    if (problems.size > 0) throw new ConfigurationError([...problems]);
  }

  get(name: string): EventDefinition | undefined {
    return this.byName.get(name);
  }

  all(): EventDefinition[] {
    return [...this.byName.values()];
  }
}

function definitionsOf(instance: unknown): EventDefinition[] {
  const properties: unknown[] = instance instanceof Object ? Object.values(instance) : [];
  return properties.filter((property) => property instanceof EventDefinition);
}
