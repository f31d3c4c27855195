import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConnectableProviders } from '../../../connections/providers/connectable-providers.js';
import type { ProviderHealth } from '../../../contracts/health.js';
import { CircuitsService } from '../../../outbound/circuit-breaker/circuits.service.js';
import type { Circuit } from '../../../platform/database/generated/client.js';
import { FacetRegistry } from '../../../platform/facets/facet-registry.js';
import { HealthFacet } from '../../../platform/facets/facets.js';
import { WebhookSources } from '../../../webhooks/sources/webhook-sources.js';

/** How a provider stands, from what is known here: no call to it. */
export interface ProviderState {
  readonly name: string;
  readonly title: string;
  /** What its variables are set for: `calls`, `accounts`, `webhooks`. */
  readonly configured: readonly string[];
  /** Its circuits that hold calls back, or are held. */
  readonly circuits: readonly Circuit[];
}

/** Every provider that the house knows, and how it stands. */
@Injectable()
export class ProviderStates implements OnModuleInit {
  private health = new Map<string, ProviderHealth>();

  constructor(
    private readonly facets: FacetRegistry,
    private readonly connectable: ConnectableProviders,
    private readonly sources: WebhookSources,
    private readonly circuits: CircuitsService,
  ) {}

  onModuleInit(): void {
    this.health = this.facets.find<ProviderHealth>(HealthFacet);
  }

  /** Those in trouble first, then by name. */
  async read(): Promise<ProviderState[]> {
    const troubled = await this.circuits.troubled();
    const names = new Set([
      ...this.connectable.all().map(({ name }) => name),
      ...this.sources.all().keys(),
      ...this.health.keys(),
      ...troubled.map(({ provider }) => provider),
    ]);
    const states = [...names].toSorted().map((name) => ({
      name,
      title: this.connectable.find(name)?.title ?? name,
      configured: this.configuredFor(name),
      circuits: troubled.filter(({ provider }) => provider === name),
    }));
    return states.toSorted((a, b) => b.circuits.length - a.circuits.length);
  }

  private configuredFor(name: string): string[] {
    return [
      ...(this.health.get(name)?.configured ? ['calls'] : []),
      ...(this.connectable.find(name)?.oauth?.client ? ['accounts'] : []),
      ...(this.sources.find(name)?.secrets.length ? ['webhooks'] : []),
    ];
  }
}
